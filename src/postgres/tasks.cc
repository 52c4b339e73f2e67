#include "postgres/tasks.h"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/co_spawn.hpp>
#include <exception>
#include <utility>

namespace trireme::postgres {

void Tasks::start(asio::awaitable<void> task) {
  if (ending_) return;
  tasks_.remove_if([](const Task& each) { return each.ended; });
  Task& entry = tasks_.emplace_back();
  asio::co_spawn(loop_, std::move(task),
                 asio::bind_cancellation_slot(entry.end.slot(), [&entry](const std::exception_ptr&) { entry.ended = true; }));
}

Tasks::~Tasks() {
  ending_ = true;
  for (Task& each : tasks_) {
    if (!each.ended) each.end.emit(asio::cancellation_type::terminal);
  }
  loop_.restart();
  for (Task& each : tasks_) {
    while (!each.ended) loop_.run_one();
  }
}

}  // namespace trireme::postgres
