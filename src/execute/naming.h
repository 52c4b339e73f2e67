// How the tests of a batch are called in events.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "model/batch.h"
#include "model/event.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::execute {

// "trireme HOW IDS -- ARGUMENTS", with the arguments that the user gives to tests.
std::string command_line(const std::string& how, const std::vector<std::string>& ids, const model::Options& options);

class Naming {
 public:
  // All outlive this; `suffix` is appended to node ids ("@gw0" under --dist each).
  Naming(const model::Collection& collection, const model::Options& options, const model::Batch& batch, std::string suffix)
      : collection_(collection), options_(options), batch_(batch), suffix_(std::move(suffix)) {}

  [[nodiscard]] const model::TestCase& test(std::size_t i) const { return collection_.tests[batch_.tests[i]]; }
  [[nodiscard]] std::string id(std::size_t i) const { return test(i).id + suffix_; }
  [[nodiscard]] model::TestName name(std::size_t i) const;
  [[nodiscard]] const std::string& binary() const;
  // The command line that runs a test again, alone; or a suite, or the binary.
  [[nodiscard]] std::string repeat_command(std::size_t i) const { return repeat_command(test(i).id); }
  [[nodiscard]] std::string repeat_command(const std::string& id) const;

 private:
  const model::Collection& collection_;
  const model::Options& options_;
  const model::Batch& batch_;
  std::string suffix_;
};

}  // namespace trireme::execute
