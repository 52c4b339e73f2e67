#include "postgres/program.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/this_coro.hpp>
#include <memory>
#include <set>

#include "base/guard.h"
#include "base/shared_memory.h"
#include "base/text.h"

namespace trireme::postgres {

namespace {

constexpr std::size_t k_output_kept = 64UL << 10;  // bytes, the last ones

// What a program prints, while it runs. Shared with the completions on the loop.
class Output : public std::enable_shared_from_this<Output> {
 public:
  Output(const asio::any_io_executor& loop, base::Fd pipe) : pipe_(loop, pipe.release()) {}

  void watch() {
    pipe_.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](const asio::error_code& error) {
      if (!error && self->read_some()) self->watch();
    });
  }

  // What was there when the program ended is enough: a child of its may hold the pipe open.
  std::string finish() {
    for (int pieces = 0; pieces < 32 && read_some(); ++pieces) {
    }
    asio::error_code ignored;
    pipe_.close(ignored);
    return std::move(text_);
  }

 private:
  bool read_some() {
    std::array<char, 8192> piece;
    const ssize_t size = ::read(pipe_.native_handle(), piece.data(), piece.size());
    if (size <= 0) return false;
    text_.append(piece.data(), static_cast<std::size_t>(size));
    if (text_.size() > 2 * k_output_kept) text_.erase(0, text_.size() - k_output_kept);
    return true;
  }

  asio::posix::stream_descriptor pipe_;
  std::string text_;
};

std::set<pid_t>& running() {
  static std::set<pid_t> pids;
  return pids;
}

// When nobody waits for it any more. It is stopped first, so that none of its processes is overlooked.
class EndedEarly {
 public:
  explicit EndedEarly(base::Child& child) : child_(child), running_(child.pid()) {}
  EndedEarly(const EndedEarly&) = delete;
  EndedEarly& operator=(const EndedEarly&) = delete;
  ~EndedEarly() {
    if (!child_.running()) return;
    child_.kill_group(SIGSTOP);
    base::SharedMemory left;
    left.note_tree(child_.pid());
    child_.kill_group(SIGKILL);
    child_.reap();
    // What was below it is ours now, and may have left the group.
    const std::vector<pid_t>& noted = left.noted();
    base::kill_children([&](pid_t each) { return std::find(noted.begin(), noted.end(), each) != noted.end(); });
    left.remove();
  }

 private:
  base::Child& child_;
  RunningProgram running_;
};

}  // namespace

RunningProgram::RunningProgram(pid_t pid) : pid_(pid) { running().insert(pid); }
RunningProgram::~RunningProgram() { running().erase(pid_); }

std::vector<pid_t> running_programs() { return {running().begin(), running().end()}; }

asio::awaitable<void> ended(const base::Child& child) { return readable(child.pidfd()); }

Async<void> run_program(base::SpawnSpec spec) {
  CO_TRY(base::Pipe pipe, base::make_pipe());
  spec.output = pipe.write.get();
  CO_TRY(base::Child child, base::spawn(spec));
  const EndedEarly guard(child);
  pipe.write.reset();
  const auto output = std::make_shared<Output>(co_await asio::this_coro::executor, std::move(pipe.read));
  output->watch();
  co_await ended(child);
  child.kill_group(SIGKILL);
  const base::ExitStatus status = child.reap();
  const std::string text = output->finish();
  if (status.ok()) co_return base::Result<void>();
  const std::string why = explained(text);
  co_return base::fail("{}", why.empty() ? base::describe(status) : why);
}

std::string explained(const std::string& text) {
  const bool full =
      text.find("No space left on device") != std::string::npos || text.find("Check free disk space") != std::string::npos;
  return full ? "no space left on device; free some there, or set TMPDIR to another place" : base::last_lines(text);
}

}  // namespace trireme::postgres
