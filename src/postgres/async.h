// Coroutines on the loop. What waits is a function that returns Async<T>; nothing of this stage waits in another way.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>

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
