#include "postgres/async.h"

#include <fcntl.h>

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace trireme::postgres {

namespace {

using Descriptor = asio::posix::stream_descriptor;

// A copy, because the descriptor's owner may close it, and Asio would close it too.
asio::awaitable<void> wait_for(int fd, Descriptor::wait_type what) {
  Descriptor descriptor(co_await asio::this_coro::executor, fcntl(fd, F_DUPFD_CLOEXEC, 0));
  co_await descriptor.async_wait(what, asio::use_awaitable);
}

}  // namespace

asio::awaitable<void> readable(int fd) { return wait_for(fd, Descriptor::wait_read); }

asio::awaitable<void> writable(int fd) { return wait_for(fd, Descriptor::wait_write); }

asio::awaitable<bool> becomes(int fd, Readiness what, std::chrono::milliseconds time) {
  using asio::experimental::awaitable_operators::operator||;
  const auto event = what == Readiness::readable ? Descriptor::wait_read : Descriptor::wait_write;
  const auto first = co_await (wait_for(fd, event) || pause(time));
  co_return first.index() == 0;
}

asio::awaitable<void> pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace trireme::postgres
