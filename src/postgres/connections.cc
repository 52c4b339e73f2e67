#include "postgres/connections.h"

#include "postgres/meter.h"

namespace trireme::postgres {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(20);
constexpr auto k_patience = std::chrono::seconds(10);  // with tests that have all connections

}  // namespace

Async<Connection> Connections::take() {
  const auto deadline = std::chrono::steady_clock::now() + k_patience;
  for (;;) {
    if (!idle_.empty()) {
      Connection taken = std::move(idle_.back());
      idle_.pop_back();
      co_return taken;
    }
    auto opened = co_await supply_.connect();
    if (opened) {
      CO_CHECK(co_await prepare_meter(*opened));
      co_return opened;
    }
    if (supply_.ended() || std::chrono::steady_clock::now() > deadline) co_return opened;
    co_await pause(k_pause);
  }
}

}  // namespace trireme::postgres
