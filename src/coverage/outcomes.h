// How the tests of a run ended, for the map of tests.
#pragma once

#include <map>
#include <set>
#include <string>

#include "coverage/test_map.h"
#include "model/event.h"

namespace trireme::coverage {

class Outcomes {
 public:
  void on(const model::Event& event);

  // Tests that ran to an end, by node id.
  [[nodiscard]] const std::map<std::string, model::Outcome>& ran() const { return ran_; }
  // Did the run stop before all tests had their turn?
  [[nodiscard]] bool cut_short() const { return cut_short_; }
  // What is known of a test that `failed` before, and ran now.
  static bool fails(bool failed, model::Outcome outcome);

 private:
  std::map<std::string, model::Outcome> ran_;
  bool cut_short_ = false;
};

// Which of the tests that the map has have failed now.
void remember(const Outcomes& outcomes, TestMap& map);

}  // namespace trireme::coverage
