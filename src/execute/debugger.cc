#include "execute/debugger.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <utility>

#include "base/child.h"
#include "base/environment.h"
#include "base/fd.h"
#include "base/file_stamp.h"
#include "base/own_process.h"
#include "base/text.h"
#include "forkserver/agent_image.h"

namespace trireme::execute {

namespace {

constexpr auto k_patience = std::chrono::seconds(5);
constexpr std::size_t k_longest = 64 * 1024;  // bytes of stacks
constexpr const char* k_frames = "64";        // of each thread: of an endless recursion the innermost are enough

// Nothing of the user's or the program's is loaded or asked for over a network, and nothing is cut into lines.
std::vector<std::string> command(const std::string& gdb, const Debugger::Subject& subject, const std::string& core) {
  std::vector<std::string> argv = {gdb, "-nx", "-batch"};
  for (const char* setting : {"auto-load off", "debuginfod enabled off", "width 0", "print frame-arguments scalars"}) {
    argv.insert(argv.end(), {"-iex", std::string("set ") + setting});
  }
  const std::string backtrace = std::string("backtrace ") + k_frames;
  if (subject.remains) {
    argv.insert(argv.end(), {subject.remains->program, core, "-ex", "info inferiors", "-ex", backtrace});
  } else {
    argv.insert(argv.end(), {"-p", std::to_string(subject.process), "-ex", "thread apply all " + backtrace});
  }
  return argv;
}

// gdb opens the libraries of the process by their names. That of the agent is /proc/self/fd/3, which in gdb would be any file, or
// a pipe for which it waits: it gets the agent there itself.
base::Result<base::Child> start(std::vector<std::string> command, int output) {
  base::SpawnSpec spec{.argv = std::move(command), .environment = base::own_environment(), .directory = "/", .output = output};
  TRY(const int agent, forkserver::agent_descriptor());
  spec.passed = {agent};
  spec.death_signal = SIGKILL;
  return base::spawn(spec);
}

std::string contents(int fd) {
  std::string text(static_cast<std::size_t>(std::max<off_t>(lseek(fd, 0, SEEK_END), 0)), '\0');
  const ssize_t size = pread(fd, text.data(), text.size(), 0);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return text;
}

bool is_of_stack(std::string_view line) { return line.starts_with("Thread ") || line.starts_with("#"); }

// The line that says what went wrong, or the last one.
std::string complaint_in(const std::string& printed) {
  const std::size_t ptrace = printed.rfind("ptrace: ");
  const std::size_t end = printed.find_last_not_of('\n');
  if (end == std::string::npos) return "it said nothing";
  const std::size_t last = printed.rfind('\n', end);
  const std::size_t begin = ptrace != std::string::npos ? ptrace : last == std::string::npos ? 0 : last + 1;
  return printed.substr(begin, printed.find('\n', begin) - begin);
}

// Where it begins; gdb calls the only thread of a process "process" or "LWP". The end if it is not there.
std::size_t title_of(std::string_view frames, pid_t thread) {
  for (const char* kind : {"LWP", "process"}) {
    for (const char end : {')', ' '}) {
      const std::size_t found = frames.find(fmt::format("{} {}{}", kind, thread, end));
      if (found != std::string_view::npos) return found;
    }
  }
  return frames.size();
}

// What gdb said of stacks.
std::string stack_lines(std::string_view printed) {
  std::string text;
  while (!printed.empty()) {
    const std::string_view line = printed.substr(0, printed.find('\n'));
    if (is_of_stack(line)) text.append(line).push_back('\n');
    printed.remove_prefix(std::min(line.size() + 1, printed.size()));
  }
  return text.find('#') == std::string::npos ? "" : text;
}

// Whole lines.
std::string bounded(std::string text) {
  if (text.size() <= k_longest) return text;
  text.resize(text.rfind('\n', k_longest - 1) + 1);
  return text + "...\n";
}

std::string none_because(const std::string& why) { return "no stacks: " + why; }

}  // namespace

std::string frames_in(std::string_view printed) { return bounded(stack_lines(printed)); }

// gdb also says at once where it is.
std::string core_frames_in(std::string_view printed) {
  const std::size_t begin = printed.rfind("\n#0 ");
  return begin == std::string_view::npos ? "" : frames_in(printed.substr(begin + 1));
}

bool is_core_of(std::string_view printed, pid_t process) {
  return printed.find(fmt::format(" process {} ", process)) != std::string_view::npos;
}

std::string crash_frames_in(std::string_view printed, pid_t thread) {
  constexpr std::string_view k_handler = "<signal handler called>\n";
  const std::string all = stack_lines(printed);
  std::string_view frames = all;
  frames.remove_prefix(title_of(frames, thread));
  if (const std::size_t next = frames.find("\nThread "); next != std::string_view::npos) frames = frames.substr(0, next + 1);
  const std::size_t handler = frames.find(k_handler);
  if (handler == std::string_view::npos) return "";
  frames.remove_prefix(handler + k_handler.size());
  std::string text;
  for (int number = 0; frames.starts_with('#'); ++number) {
    const std::string_view line = frames.substr(0, frames.find('\n'));
    const std::size_t rest = line.find_first_not_of(' ', line.find(' '));
    text += fmt::format("#{:<3}{}\n", number, line.substr(std::min(rest, line.size())));
    frames.remove_prefix(std::min(line.size() + 1, frames.size()));
  }
  return bounded(text);
}

struct Debugger::Session {
  Session(asio::io_context& loop, Subject s, Done d) : subject(std::move(s)), done(std::move(d)), end(loop), overdue(loop) {}

  base::Result<void> find_core() {
    if (!subject.remains) return {};
    TRY(core, core_of(*subject.remains, subject.process));
    stamp = base::stamp_of(core);
    return {};
  }

  // Or why there are none.
  [[nodiscard]] std::string stacks() const {
    const std::string printed = contents(output.get());
    if (subject.remains) {
      const bool is_its = is_core_of(printed, subject.process) && base::is_unchanged(core, stamp);
      if (!is_its) return none_because("its core was written over: " + core + " (sysctl kernel.core_uses_pid=1)");
    }
    const std::string frames = subject.remains         ? core_frames_in(printed)
                               : subject.crashing == 0 ? frames_in(printed)
                                                       : crash_frames_in(printed, subject.crashing);
    return frames.empty() ? none_because("gdb: " + complaint_in(printed)) : frames;
  }

  Subject subject;
  Done done;
  std::string core;  // of what has ended
  base::FileStamp stamp;
  base::Fd output;
  base::Child gdb;
  asio::posix::stream_descriptor end;
  asio::steady_timer overdue;
};

Debugger::Debugger(asio::io_context& loop, int most) : loop_(loop), left_(most), most_(most) {}
Debugger::~Debugger() = default;

void Debugger::take_stacks(const Subject& subject, Done done) {
  if (left_ > 0) return run(subject, std::move(done));
  asio::post(loop_, [done = std::move(done), most = most_] {
    done(most == 0 ? "" : none_because(fmt::format("{} of this run were taken before (--stacks={})", most, most)));
  });
}

void Debugger::run(const Subject& subject, Done done) {
  auto session = std::make_shared<Session>(loop_, subject, std::move(done));
  Session* const key = session.get();
  sessions_.push_back(session);
  const auto fail = [&](const std::string& why) {
    asio::post(loop_, [this, weak = std::weak_ptr(session), why] {
      if (const auto alive = weak.lock()) end(alive.get(), none_because(why));
    });
  };
  const std::string gdb = base::find_program("gdb");
  if (gdb.empty()) return fail("gdb is not installed");
  if (const auto found = session->find_core(); !found) return fail(found.error().text);
  session->output = base::Fd(memfd_create("trireme-stacks", MFD_CLOEXEC));
  auto child = start(command(gdb, subject, session->core), session->output.get());
  if (!child) return fail(child.error().text);
  --left_;
  session->gdb = *std::move(child);
  asio::error_code failed;
  session->end.assign(fcntl(session->gdb.pidfd(), F_DUPFD_CLOEXEC, 0), failed);
  if (failed) return fail(failed.message());
  session->end.async_wait(asio::posix::stream_descriptor::wait_read,
                          [this, key, weak = std::weak_ptr(session)](const asio::error_code& error) {
                            if (const auto alive = weak.lock(); alive && !error) end(key, alive->stacks());
                          });
  session->overdue.expires_after(k_patience);
  session->overdue.async_wait([this, key, weak = std::weak_ptr(session)](const asio::error_code& error) {
    if (!error && !weak.expired()) end(key, none_because("gdb took longer than 5 s"));
  });
}

void Debugger::end(Session* session, const std::string& text) {
  const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& each) { return each.get() == session; });
  if (found == sessions_.end()) return;
  const std::shared_ptr<Session> ended = std::move(*found);
  sessions_.erase(found);
  ended->gdb = base::Child();  // the process must be free before it is told
  ended->done(text);
}

void Debugger::leave(pid_t process) {
  sessions_.remove_if([process](const auto& each) { return each->subject.process == process; });
}

std::vector<pid_t> Debugger::pids() const {
  std::vector<pid_t> result;
  for (const auto& each : sessions_) {
    if (each->gdb.running()) result.push_back(each->gdb.pid());
  }
  return result;
}

}  // namespace trireme::execute
