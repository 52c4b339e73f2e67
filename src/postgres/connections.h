// Connections to the server, for things that are done at the same time.
//
// Any may break at any time, since tests are superuser and may end the sessions of others; then it is done again by a new one.
#pragma once

#include <chrono>
#include <vector>

#include "postgres/connection.h"
#include "postgres/supply.h"

namespace trireme::postgres {

class Connections {
 public:
  // The supply outlives this.
  explicit Connections(Supply& supply) : supply_(supply) {}

  // Does what `work` gives, an Async<T>(Connection&).
  template <typename Work>
  auto use(Work work) -> decltype(work(std::declval<Connection&>())) {
    for (int attempts = 1;; ++attempts) {
      CO_TRY(Connection by, co_await take());
      auto done = co_await work(by);
      const bool broken = !by.is_open();
      if (!broken) idle_.push_back(std::move(by));
      if (!broken || attempts == k_most_attempts) co_return done;
    }
  }

 private:
  static constexpr int k_most_attempts = 4;

  Async<Connection> take();

  Supply& supply_;
  std::vector<Connection> idle_;
};

}  // namespace trireme::postgres
