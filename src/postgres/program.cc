#include "postgres/program.h"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/this_coro.hpp>
#include <memory>

#include "base/text.h"

namespace trireme::postgres {

namespace {

constexpr std::size_t k_output_kept = 64UL << 10;  // bytes, the last ones
constexpr std::size_t k_text_shown = 2000;         // bytes
constexpr int k_lines_shown = 10;

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

}  // namespace

asio::awaitable<void> ended(const base::Child& child) { return readable(child.pidfd()); }

Async<void> run_program(base::SpawnSpec spec) {
  CO_TRY(base::Pipe pipe, base::make_pipe());
  spec.output = pipe.write.get();
  CO_TRY(base::Child child, base::spawn(spec));
  pipe.write.reset();
  const auto output = std::make_shared<Output>(co_await asio::this_coro::executor, std::move(pipe.read));
  output->watch();
  co_await ended(child);
  child.kill_group(SIGKILL);
  const base::ExitStatus status = child.reap();
  const std::string text = output->finish();
  if (status.ok()) co_return base::Result<void>();
  const std::string lines = last_lines(text);
  co_return base::fail("{}{}", lines.empty() ? base::describe(status) : lines, remedy_for(text));
}

std::string last_lines(const std::string& text) {
  const std::size_t end = text.find_last_not_of(" \n\r\t");
  if (end == std::string::npos) return "";
  std::size_t start = end;
  for (int lines = 0; start > 0 && end - start < k_text_shown; --start) {
    if (text[start - 1] == '\n' && ++lines == k_lines_shown) break;
  }
  return base::printable(std::string_view(text).substr(start, end + 1 - start));
}

std::string remedy_for(const std::string& text) {
  if (text.find("No space left on device") == std::string::npos) return "";
  return "; free some space there, or set TMPDIR to another place";
}

}  // namespace trireme::postgres
