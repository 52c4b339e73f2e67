// Which tests ran before another in the same process. They may be to blame for its failure.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/event.h"
#include "model/test_case.h"

namespace trireme::execute {

// Finds tests by what events call them.
class TestsByName {
 public:
  explicit TestsByName(const model::Collection& collection);
  [[nodiscard]] model::TestIndex operator()(const model::TestName& test) const;

 private:
  std::unordered_map<std::string, model::TestIndex> indexes_;  // by id without a worker
};

class Company {
 public:
  // The results of one process.
  Company(const std::vector<model::TestFinished>& results, const TestsByName& tests);

  // The ids of those that ran before this one, in order.
  [[nodiscard]] std::vector<std::string> before(const model::TestFinished& result) const;

 private:
  struct Ran {
    int place = 0;
    model::TestIndex test = 0;
    std::string id;
  };

  const TestsByName& tests_;
  std::vector<Ran> ran_;  // by place
};

}  // namespace trireme::execute
