#include "postgres/complete.h"

#include <signal.h>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/signal_set.hpp>
#include <exception>
#include <optional>

#include "base/child.h"
#include "base/own_process.h"

namespace trireme::postgres {

namespace {

asio::awaitable<void> store(Async<void> task, std::optional<base::Result<void>>& result) { result = co_await std::move(task); }

std::string text_of(const std::exception_ptr& thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

// Signals that come while this lives wait for its end.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : base::ending_signals()) sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, &before_);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

tl::expected<void, Refusal> complete(asio::io_context& loop, Async<void> task) {
  std::optional<base::Result<void>> result;
  std::exception_ptr thrown;
  bool done = false;
  int signal = 0;
  asio::cancellation_signal cancel;
  std::optional<HeldSignals> held;  // goes after what listens to them
  asio::signal_set signals(loop);
  for (const int each : base::ending_signals()) signals.add(each);
  signals.async_wait([&](const asio::error_code& error, int came) {
    if (error) return;
    signal = came;
    if (!done) cancel.emit(asio::cancellation_type::terminal);
  });
  const auto finished = [&](const std::exception_ptr& exception) {
    thrown = exception;
    done = true;
  };
  asio::co_spawn(loop, store(std::move(task), result), asio::bind_cancellation_slot(cancel.slot(), finished));
  loop.restart();
  while (!done) loop.run_one();
  // One that came with the last step is heard here; those after it find nobody who listens, and end us.
  held.emplace();
  loop.poll();
  signals.cancel();
  loop.poll();
  if (signal != 0) {
    const std::string name = base::signal_name(signal);
    return tl::unexpected(Refusal{"interrupted by " + name + " while the database was made", model::ExitCode::interrupted});
  }
  if (thrown) return tl::unexpected(Refusal{"the database cannot be made: " + text_of(thrown)});
  if (!*result) return tl::unexpected(Refusal{result->error().text});
  return {};
}

}  // namespace trireme::postgres
