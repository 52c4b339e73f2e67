// Text that grows by formatted pieces.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

namespace trireme::coverage {

class Out {
 public:
  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(fmt::appender(text_), format, std::forward<Args>(args)...);
  }
  std::string take() {
    std::string text = fmt::to_string(text_);
    text_.clear();
    return text;
  }

 private:
  fmt::memory_buffer text_;  // in which formatting is faster than in a string
};

}  // namespace trireme::coverage
