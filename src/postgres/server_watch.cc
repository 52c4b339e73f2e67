#include "postgres/server_watch.h"

#include <poll.h>

#include <chrono>

namespace trireme::postgres {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(5);
constexpr auto k_patience = std::chrono::seconds(10);

// What a server says unasked is mostly its last word.
bool is_silent(const Connection& session) {
  pollfd end{.fd = session.socket(), .events = POLLIN};
  return poll(&end, 1, 0) == 0;
}

}  // namespace

Async<void> ServerWatch::begin() {
  CO_TRY(Connection session, co_await supply_.connect());
  session_.emplace(std::move(session));
  co_return base::Result<void>();
}

bool ServerWatch::takes_connections() {
  if (!session_ || is_silent(*session_)) return !asking_;
  session_.reset();
  asking_ = true;
  tasks_.start(ask_again());
  return false;
}

asio::awaitable<void> ServerWatch::ask_again() {
  const auto deadline = std::chrono::steady_clock::now() + k_patience;
  while (!session_ && !supply_.ended() && std::chrono::steady_clock::now() < deadline) {
    (void)co_await caught(begin());
    co_await pause(k_pause);
  }
  asking_ = false;
}

}  // namespace trireme::postgres
