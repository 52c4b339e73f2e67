// Data is read in gulps: when a descriptor becomes readable, a short pause lets more come, then output and channel are read
// together. A wake-up per GoogleTest event would cost more than the rest of the runner. The end of the process is its
// pidfd, never end-of-file: children inherit descriptors.
#include "execute/exec_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <algorithm>
#include <chrono>
#include <utility>

#include "execute/channel.h"
#include "execute/gate.h"

namespace trireme::execute {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(2);
constexpr auto k_patience = std::chrono::seconds(1);  // for a program that does not connect
constexpr std::size_t k_full_gulp = 32 * 1024;  // more than this at once: do not pause, the writer may be blocked

class ExecProcess : public Process, public std::enable_shared_from_this<ExecProcess> {
 public:
  ExecProcess(asio::io_context& loop, ProcessWatcher& watcher)
      : watcher_(&watcher),
        channel_(loop, [this] { on_channel(); }),
        end_(loop),
        output_(loop),
        pause_(loop),
        patience_(loop) {}

  base::Result<void> start(const CommandMaker& command) {
    TRY(Command made, command(channel_.port()));
    TRY(base::Pipe pipe, base::make_pipe());
    made.program.output = pipe.write.get();
    TRY(child_, base::spawn(made.program));
    gate_ = Gate(std::move(made.gate));
    asio::error_code failed;
    output_.assign(pipe.read.release(), failed);
    if (!failed) end_.assign(fcntl(child_.pidfd(), F_DUPFD_CLOEXEC, 0), failed);
    if (failed) return base::fail("cannot watch {}: {}", made.program.argv[0], failed.message());
    channel_.watch(child_.pid());
    await_output();
    open_gate_in_the_end();
    end_.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](const asio::error_code& error) {
      if (!error) self->finish();
    });
    return {};
  }

  pid_t pid() const override { return child_.pid(); }
  void signal_group(int signal) override { child_.kill_group(signal); }

  // The owner is no longer interested.
  void abandon() {
    watcher_ = nullptr;
    close();
    if (child_.running()) child_.kill_group(SIGKILL);
  }

 private:
  void on_channel() {
    gate_.open();
    gulp_soon();
  }

  void open_gate_in_the_end() {
    patience_.expires_after(k_patience);
    patience_.async_wait([self = shared_from_this()](const asio::error_code& error) {
      if (!error) self->gate_.open();
    });
  }

  void await_output() {
    output_.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](const asio::error_code& error) {
      if (!error) self->gulp_soon();
    });
  }

  void gulp_soon() {
    if (watcher_ == nullptr || std::exchange(gulp_pending_, true)) return;
    pause_.expires_after(hurry_ ? std::chrono::milliseconds(0) : k_pause);
    pause_.async_wait([self = shared_from_this()](const asio::error_code& error) {
      if (!error) self->gulp();
    });
  }

  void gulp() {
    gulp_pending_ = false;
    if (watcher_ == nullptr) return;
    const std::size_t size = hand_over();
    if (watcher_ == nullptr) return;
    hurry_ = size > k_full_gulp;
    if (hurry_) {
      gulp_soon();
    } else if (!output_ended_) {
      await_output();
    }
  }

  // Reads the channel, then the output that was there by then. Gives the number of output bytes.
  std::size_t hand_over() {
    const Channel::Received received = channel_.receive();
    const std::string output = read_output();
    if (!output.empty() || !received.bytes.empty()) watcher_->on_data(output, received.bytes);
    if (received.second_claim) watcher_->on_second_channel();
    return output.size();
  }

  std::string read_output() {
    int available = 0;
    if (ioctl(output_.native_handle(), FIONREAD, &available) != 0) available = 0;
    std::string bytes(static_cast<std::size_t>(std::max(available, 1)), '\0');  // a read of nothing tells the end
    const ssize_t size = ::read(output_.native_handle(), bytes.data(), bytes.size());
    output_ended_ = size == 0;
    bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return bytes;
  }

  void finish() {
    if (watcher_ == nullptr) return;
    child_.kill_group(SIGKILL);
    const base::ExitStatus status = child_.reap();
    // A child that left the group may go on writing: what it had written by now is enough.
    for (int gulps = 0; gulps < 64 && hand_over() > 0; ++gulps) {
    }
    close();
    std::exchange(watcher_, nullptr)->on_exit(status);
  }

  void close() {
    asio::error_code ignored;
    gate_.close();
    channel_.close();
    end_.close(ignored);
    output_.close(ignored);
    pause_.cancel();
    patience_.cancel();
  }

  ProcessWatcher* watcher_;
  Channel channel_;
  Gate gate_;
  asio::posix::stream_descriptor end_;
  asio::posix::stream_descriptor output_;
  asio::steady_timer pause_;
  asio::steady_timer patience_;
  base::Child child_;
  bool gulp_pending_ = false;
  bool hurry_ = false;
  bool output_ended_ = false;
};

// What the owner holds; pending completions on the loop share the process itself.
class Handle : public Process {
 public:
  explicit Handle(std::shared_ptr<ExecProcess> process) : process_(std::move(process)) {}
  ~Handle() override { process_->abandon(); }
  pid_t pid() const override { return process_->pid(); }
  void signal_group(int signal) override { process_->signal_group(signal); }

 private:
  std::shared_ptr<ExecProcess> process_;
};

}  // namespace

base::Result<std::unique_ptr<Process>> launch_by_exec(asio::io_context& loop, const CommandMaker& command,
                                                      ProcessWatcher& watcher) {
  auto process = std::make_shared<ExecProcess>(loop, watcher);
  if (auto started = process->start(command); !started) return tl::unexpected(started.error());
  return std::make_unique<Handle>(std::move(process));
}

}  // namespace trireme::execute
