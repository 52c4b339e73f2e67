// Bounded capture: the head and the tail of what was written, however much it was.
#pragma once

#include <string>
#include <string_view>

#include "model/event.h"

namespace trireme::execute {

class Capture {
 public:
  void append(std::string_view bytes);
  [[nodiscard]] bool empty() const { return head_.empty(); }
  // What was captured; leaves the capture empty.
  model::Captured take();

 private:
  std::string head_;
  std::string tail_;
  std::uint64_t dropped_ = 0;
};

}  // namespace trireme::execute
