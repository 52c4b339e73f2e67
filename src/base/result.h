// Errors of the outside world (files, processes, user input) are values. A bug of ours aborts.
#pragma once

#include <fmt/format.h>

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace trireme::base {

// One sentence that reads well after "error: ": what, where, and what to do about it.
struct Error {
  std::string text;
};

template <typename T>
using Result = tl::expected<T, Error>;

template <typename... Args>
[[nodiscard]] tl::unexpected<Error> fail(fmt::format_string<Args...> format, Args&&... args) {
  return tl::unexpected<Error>(Error{fmt::format(format, std::forward<Args>(args)...)});
}

// "cannot open x: No such file or directory", from errno.
[[nodiscard]] tl::unexpected<Error> fail_errno(const std::string& what);

}  // namespace trireme::base

// TRY(auto x, f()) declares x from the value of f(), or returns f()'s error from this function.
#define TRIREME_JOIN_(a, b) a##b
#define TRIREME_JOIN(a, b) TRIREME_JOIN_(a, b)
#define TRY(declaration, expression) TRIREME_TRY_(declaration, expression, TRIREME_JOIN(result_, __LINE__))
#define TRIREME_TRY_(declaration, expression, result)            \
  auto result = (expression);                                    \
  if (!result) return tl::unexpected(std::move(result).error()); \
  declaration = *std::move(result)
