// Coroutines on the loop that nobody waits for.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/io_context.hpp>
#include <list>

namespace trireme::postgres {

class Tasks {
 public:
  explicit Tasks(asio::io_context& loop) : loop_(loop) {}
  Tasks(const Tasks&) = delete;
  Tasks& operator=(const Tasks&) = delete;
  // Ends those that run, where they wait.
  ~Tasks();

  // An exception ends it, and nobody hears of it. While they are ended none is started any more.
  void start(asio::awaitable<void> task);

 private:
  struct Task {
    asio::cancellation_signal end;
    bool ended = false;
  };

  asio::io_context& loop_;
  std::list<Task> tasks_;
  bool ending_ = false;
};

}  // namespace trireme::postgres
