// Coroutines on the loop. What waits is a function that returns Async<T>; nothing of this stage waits in another way.
// g++ 12 makes wrong code of a co_await within &&, || or ?:.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <chrono>
#include <exception>
#include <string>

#include "base/result.h"

namespace trireme::postgres {

template <typename T>
using Async = asio::awaitable<base::Result<T>>;

// Until something can be read from the descriptor, or written to it.
asio::awaitable<void> readable(int fd);
asio::awaitable<void> writable(int fd);
// … but not longer than some time: then it is false.
enum class Readiness { readable, writable };
asio::awaitable<bool> becomes(int fd, Readiness what, std::chrono::milliseconds time);
asio::awaitable<void> pause(std::chrono::milliseconds time);

// What the system refuses by an exception becomes an error. That the task is to end remains an exception.
template <typename T>
Async<T> caught(Async<T> task) {
  std::string why;
  try {
    co_return co_await std::move(task);
  } catch (const asio::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    why = error.what();
  } catch (const std::exception& error) {
    why = error.what();
  }
  co_return base::fail("{}", why);
}

}  // namespace trireme::postgres

// TRY of coroutines: CO_TRY(auto x, co_await f()).
#define CO_TRY(declaration, expression) TRIREME_CO_TRY_(declaration, expression, TRIREME_JOIN(result_, __LINE__))
#define TRIREME_CO_TRY_(declaration, expression, result)            \
  auto result = (expression);                                       \
  if (!result) co_return tl::unexpected(std::move(result).error()); \
  declaration = *std::move(result)
// … where there is no value.
#define CO_CHECK(expression) \
  if (auto checked = (expression); !checked) co_return tl::unexpected(std::move(checked).error())
