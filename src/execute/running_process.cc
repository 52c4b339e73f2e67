// Data is read in gulps: when a descriptor becomes readable, a short pause lets more come, then output and channel are read
// together. A wake-up per GoogleTest event would cost more than the rest of the runner. The end of the process is its
// pidfd, never end-of-file: children inherit descriptors.
#include "execute/running_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/post.hpp>
#include <chrono>
#include <utility>

namespace trireme::execute {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(2);
constexpr auto k_patience = std::chrono::seconds(1);  // for a program that does not connect
constexpr int k_most_tries = 5;                       // to open the gate then
constexpr std::size_t k_full_gulp = 32 * 1024;        // more than this at once: do not pause, the writer may be blocked

// It is not collected.
siginfo_t end_of(pid_t child) {
  siginfo_t end{};
  waitid(P_PID, static_cast<id_t>(child), &end, WEXITED | WNOHANG | WNOWAIT);
  return end;
}

bool is_crash(const siginfo_t& end) {
  constexpr std::array k_crashes = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGTRAP};
  return end.si_code == CLD_DUMPED ||
         (end.si_code == CLD_KILLED && std::find(k_crashes.begin(), k_crashes.end(), end.si_status) != k_crashes.end());
}

}  // namespace

RunningProcess::RunningProcess(const Shared& shared, Listener& listener, ProcessWatcher& watcher)
    : shared_(shared),
      watcher_(&watcher),
      channel_(listener, shared.readiness, [this] { on_channel(); }),
      end_(shared.loop),
      pause_(shared.loop),
      patience_(shared.loop) {}

base::Result<Command> RunningProcess::prepare(const CommandMaker& maker) {
  TRY(Command command, maker(channel_.port()));
  TRY(base::Pipe pipe, base::make_pipe());
  TRY(output_watch_, shared_.readiness.watch(pipe.read.get(), [this] { gulp_soon(); }));
  output_ = std::move(pipe.read);
  output_end_ = std::move(pipe.write);
  command.program.output = output_end_.get();
  gate_path_ = command.gate;
  program_ = command.program.argv[0];
  directory_ = command.program.directory;
  stamp_ = command.stamp;
  if (auto checked = check_program(); !checked) return tl::unexpected(checked.error());
  return command;
}

base::Result<void> RunningProcess::put_up_gate() {
  return gate_path_.empty() ? base::Result<void>() : gate_.put_up(gate_path_);
}

base::Result<void> RunningProcess::check_program() const {
  if (base::is_unchanged(program_, stamp_)) return {};
  return base::fail("rebuilt during the run: {} is not the file that was listed", program_);
}

base::Result<void> RunningProcess::adopt(base::Child child, bool is_forked) {
  output_end_.reset();
  if (watcher_ == nullptr) return {};
  child_ = std::move(child);
  is_forked_ = is_forked;
  asio::error_code failed;
  end_.assign(fcntl(child_.pidfd(), F_DUPFD_CLOEXEC, 0), failed);
  if (failed) return base::fail("cannot watch a process: {}", failed.message());
  if (early_signal_ != 0) child_.kill_group(early_signal_);
  channel_.watch(child_.pid());
  if (!output_watch_.ask()) gulp_soon();
  open_gate_in_the_end();
  await_end();
  return {};
}

void RunningProcess::fail(const base::Error& error) {
  if (watcher_ == nullptr) return;
  close();
  std::exchange(watcher_, nullptr)->on_start_failed(error);
}

void RunningProcess::abandon() {
  watcher_ = nullptr;
  close();
  if (!child_.running()) return;
  child_.kill_group(SIGKILL);
  shared_.debugger.leave(child_.pid());
}

void RunningProcess::signal_group(int signal) {
  const bool passes = signal == SIGSTOP || signal == SIGCONT;
  if (!child_.running() && !passes) early_signal_ = early_signal_ == SIGKILL ? SIGKILL : signal;
  child_.kill_group(signal);
}

void RunningProcess::go_on() {
  if (child_.running()) kill(child_.pid(), SIGCONT);
  if (remains_) asio::post(shared_.loop, [self = shared_from_this()] { self->finish(); });
}

void RunningProcess::ask_for_stacks(pid_t crashing) {
  shared_.debugger.take_stacks({child_.pid(), crashing, remains_}, [weak = weak_from_this()](std::string stacks) {
    const auto self = weak.lock();
    if (self && self->watcher_ != nullptr) self->watcher_->on_stacks(std::move(stacks));
  });
}

void RunningProcess::await_end() {
  end_.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](const asio::error_code& error) {
    if (!error) self->on_end();
  });
}

void RunningProcess::on_channel() {
  (void)gate_.open();  // if not now, then in the end
  gulp_soon();
}

void RunningProcess::open_gate_in_the_end() {
  patience_.expires_after(k_patience);
  patience_.async_wait([self = shared_from_this()](const asio::error_code& error) {
    if (error || self->remains_) return;
    if (const auto opened = self->gate_.open(); !opened) self->on_gate_shut(opened.error());
  });
}

// Another process's end may set a descriptor free.
void RunningProcess::on_gate_shut(const base::Error& error) {
  if (++tries_ < k_most_tries) return open_gate_in_the_end();
  child_ = base::Child();
  fail(error);
}

void RunningProcess::gulp_soon() {
  if (watcher_ == nullptr || std::exchange(gulp_pending_, true)) return;
  pause_.expires_after(hurry_ ? std::chrono::milliseconds(0) : k_pause);
  pause_.async_wait([self = shared_from_this()](const asio::error_code& error) {
    if (!error) self->gulp();
  });
}

void RunningProcess::gulp() {
  gulp_pending_ = false;
  if (watcher_ == nullptr) return;
  const std::size_t size = hand_over();
  if (watcher_ == nullptr) return;
  hurry_ = size > k_full_gulp;
  // Without a watch it is looked at again and again.
  if (hurry_ || (!output_ended_ && !output_watch_.ask())) gulp_soon();
}

// Reads the channel, then the output that was there by then. Gives the number of output bytes; when the channel has more, as if
// the gulp were full.
std::size_t RunningProcess::hand_over() {
  const Channel::Received received = channel_.receive();
  const std::string output = read_output();
  if (!output.empty() || !received.bytes.empty()) watcher_->on_data(output, received.bytes);
  if (received.second_claim) watcher_->on_second_channel();
  if (received.forked_run) watcher_->on_forked_run();
  if (received.crash.signal != 0) watcher_->on_crash(received.crash);
  return received.more ? std::max(output.size(), k_full_gulp + 1) : output.size();
}

std::string RunningProcess::read_output() {
  int available = 0;
  if (ioctl(output_.get(), FIONREAD, &available) != 0) available = 0;
  std::string bytes(static_cast<std::size_t>(std::max(available, 1)), '\0');  // a read of nothing tells the end
  const ssize_t size = ::read(output_.get(), bytes.data(), bytes.size());
  output_ended_ = size == 0;
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return bytes;
}

// A child that left the group may go on writing: what it had written by now is enough.
void RunningProcess::read_rest() {
  for (int gulps = 0; gulps < 64 && hand_over() > 0; ++gulps) {
  }
}

void RunningProcess::on_end() {
  if (watcher_ == nullptr) return;
  auto [left, killed] = end_group(child_.pid());
  if (!killed.empty()) watcher_->on_killed(std::move(killed));
  if (!left.empty()) watcher_->on_leftovers(std::move(left));
  const siginfo_t end = is_forked_ ? siginfo_t{} : end_of(child_.pid());
  if (!is_crash(end)) return finish();
  read_rest();
  remains_ = Remains{program_, directory_, end.si_code == CLD_DUMPED};
  watcher_->on_crash({.signal = end.si_status});
}

void RunningProcess::finish() {
  if (watcher_ == nullptr) return;
  shared_.debugger.leave(child_.pid());
  const pid_t pid = child_.pid();
  const base::ExitStatus status = child_.reap();
  if (auto still_there = held(pid)) watcher_->on_leftovers({*std::move(still_there)});
  gate_.close();  // it is one of those files
  watcher_->on_gone();
  read_rest();
  close();
  std::exchange(watcher_, nullptr)->on_exit(status);
}

void RunningProcess::close() {
  asio::error_code ignored;
  gate_.close();
  channel_.close();
  end_.close(ignored);
  output_watch_ = {};
  output_.reset();
  pause_.cancel();
  patience_.cancel();
}

}  // namespace trireme::execute
