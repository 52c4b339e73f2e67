// The failures of a test, however many and however long: the first and the last of them, as of its output.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "model/event.h"

namespace trireme::execute::googletest {

class Failures {
 public:
  // `noun`: what they are; something else may be as many and as long.
  explicit Failures(const char* noun = "failure") : noun_(noun) {}
  // Of a long message the middle is left out.
  void add(model::Failure&& failure);
  // In their order; where some are left out, one stands for them that says how many. Leaves it empty.
  std::vector<model::Failure> take();

 private:
  const char* noun_;
  std::vector<model::Failure> first_;
  std::deque<model::Failure> last_;
  std::size_t first_size_ = 0;  // bytes
  std::size_t last_size_ = 0;
  std::size_t left_out_ = 0;
};

// The text of what was captured, with a line in the place of what was left out.
std::string shortened(model::Captured&& text);

}  // namespace trireme::execute::googletest
