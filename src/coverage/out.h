// Text that grows by formatted pieces.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <utility>

namespace trireme::coverage {

class Out {
 public:
  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace trireme::coverage
