// A test whose body is a coroutine on Asio: run to its end, with a timeout. For any framework; for GoogleTest see
// googletest_async.h.
//
//   trireme::run_async([]() -> asio::awaitable<void> {
//     Client client(co_await asio::this_coro::executor);
//     CHECK(co_await client.get("/health") == "ok");
//   });
//
// C++20; standalone Asio 1.22 or newer.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace trireme {

inline constexpr std::chrono::milliseconds k_async_timeout{10'000};

struct AsyncTimeout : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Calls `body()` and runs what it returns, an asio::awaitable<void>, in a loop of its own on this thread. What it throws is
// thrown here. After `timeout` it is cancelled (its operations end with asio::error::operation_aborted), and AsyncTimeout is
// thrown; one that does not even end then is destroyed where it waits, as is what it has spawned, in every case. A body that
// blocks the thread is not interrupted: that is what `trireme --timeout` is for.
template <class Body>
void run_async(Body&& body, std::chrono::milliseconds timeout = k_async_timeout) {
  constexpr std::chrono::milliseconds k_grace{1'000};
  std::optional<std::exception_ptr> ended;
  asio::cancellation_signal cancel;
  {
    asio::io_context loop;
    // The body must stay where it is until then: a lambda's captures are not the coroutine's.
    asio::co_spawn(loop, body(),
                   asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr error) { ended = std::move(error); }));
    const auto run_until = [&](std::chrono::steady_clock::time_point deadline) {
      while (!ended && loop.run_one_until(deadline) != 0) {
      }
    };
    run_until(std::chrono::steady_clock::now() + timeout);
    if (!ended) {
      cancel.emit(asio::cancellation_type::terminal);
      run_until(std::chrono::steady_clock::now() + k_grace);
      throw AsyncTimeout("the coroutine of the test did not end within " + std::to_string(timeout.count()) + " ms");
    }
  }
  if (*ended) std::rethrow_exception(*ended);
}

}  // namespace trireme
