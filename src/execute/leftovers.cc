#include "execute/leftovers.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/child.h"
#include "base/fd.h"
#include "base/shared_memory.h"
#include "base/text.h"
#include "execute/process_text.h"

namespace trireme::execute {

namespace {

constexpr std::size_t k_most_named = 10;
constexpr int k_dying = 1000;  // milliseconds that a killed process may take to be gone

std::string proc_file(pid_t pid, const char* name) {
  return base::read_file("/proc/" + std::to_string(pid) + "/" + name).value_or("");
}

bool belongs_to(pid_t pid, const std::string& worker) {
  return worker.empty() || has_variable(proc_file(pid, "environ"), "TRIREME_WORKER=" + worker + '\0');
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> result;
  std::error_code error;
  std::filesystem::directory_iterator each("/proc", error);
  for (; !error && each != std::filesystem::directory_iterator(); each.increment(error)) {
    if (const pid_t pid = std::atoi(each->path().filename().c_str()); pid > 0) result.push_back(pid);
  }
  return result;
}

// A sanitizer's own helper: it ends by itself when the pipe to its program is closed, a moment after that has ended.
bool is_symbolizer(std::string_view command_line) {
  const std::string_view name = program_of(command_line);
  return name.starts_with("llvm-symbolizer") || name == "addr2line";
}

double started(const std::string& stat) { return start_of(stat) / static_cast<double>(sysconf(_SC_CLK_TCK)); }

// How it has ended; si_pid is 0 if it has not.
siginfo_t end_of(pid_t pid) {
  siginfo_t info{};
  const bool is_ours = waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0;
  if (!is_ours) info.si_pid = pid;
  return info;
}

void add(std::vector<Leftover>& found, pid_t pid) {
  const std::string stat = proc_file(pid, "stat");
  if (found.size() >= k_most_named) return found.push_back({.pid = pid, .program = executed_program(stat)});
  const std::string command_line = proc_file(pid, "cmdline");
  if (command_line.empty() && is_ending(proc_file(pid, "stat"))) return;
  if (is_symbolizer(command_line)) return;
  found.push_back(
      {.pid = pid, .command = shown_command(command_line), .started = started(stat), .program = executed_program(stat)});
}

// Others would be found again while they die.
void end(const std::vector<pid_t>& doomed, std::vector<Leftover>& found) {
  base::end_children(doomed);
  for (Leftover& each : found) each.is_gone = each.is_gone && !base::stays(each.pid);
}

}  // namespace

double Leftover::age() const {
  timespec now{};
  if (started <= 0 || clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
  return std::max(static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - started, 0.0);
}

EndOfGroup end_group(pid_t group) {
  EndOfGroup ended;
  std::vector<pid_t> doomed;
  for (const pid_t pid : base::children_of(getpid())) {
    if (pid == group || getpgid(pid) != group || base::stays(pid)) continue;
    const siginfo_t end = end_of(pid);
    if (end.si_pid == 0) doomed.push_back(pid);
    if (end.si_code == CLD_KILLED || end.si_code == CLD_DUMPED) ended.killed.insert(executed_program(proc_file(pid, "stat")));
  }
  ended.killed.erase("");
  for (const pid_t pid : doomed) add(ended.left, pid);
  kill(-group, SIGKILL);
  end(doomed, ended.left);  // one may just have moved to another group
  return ended;
}

std::vector<Leftover> end_leftovers(const std::string& worker, const std::vector<pid_t>& own) {
  std::vector<Leftover> ended;
  // Killing some makes orphans of their children, which come next, and so does one that has ended by itself.
  for (bool found = true; found;) {
    std::vector<pid_t> doomed = base::children_of(getpid());
    std::erase_if(doomed, [&](pid_t pid) { return std::find(own.begin(), own.end(), pid) != own.end(); });
    found = std::erase_if(doomed, base::collects) > 0;
    std::erase_if(doomed, [&](pid_t pid) { return !belongs_to(pid, worker) || base::stays(pid); });
    for (const pid_t pid : doomed) add(ended, pid);
    end(doomed, ended);
    found |= !doomed.empty();
  }
  return ended;
}

std::optional<Leftover> held(pid_t ended) {
  if (!base::stays(ended)) return std::nullopt;
  const pid_t tracer = base::tracer_of(ended);
  const std::string who = shown_command(proc_file(tracer, "cmdline"));
  return Leftover{ended, fmt::format("has ended, but is traced by pid {}, which keeps it: {}", tracer, who), 0, false};
}

std::string told(const std::vector<Leftover>& leftovers) {
  const char* noun = leftovers.size() == 1 ? "process" : "processes";
  const bool all_gone = std::all_of(leftovers.begin(), leftovers.end(), [](const Leftover& each) { return each.is_gone; });
  const std::string what = all_gone                ? fmt::format("which {} killed", leftovers.size() == 1 ? "was" : "were")
                           : leftovers.size() == 1 ? "which could not be killed"
                                                   : "of which not all could be killed";
  std::string text = fmt::format("left {} {} behind, {}:", leftovers.size(), noun, what);
  const std::size_t named = std::min(leftovers.size(), k_most_named);
  for (std::size_t i = 0; i < named; ++i) text += fmt::format("\n  pid {}: {}", leftovers[i].pid, leftovers[i].command);
  if (named < leftovers.size()) text += fmt::format("\n  and {} more", leftovers.size() - named);
  return text;
}

void end_processes_of(const std::string& directory) {
  const std::string mark = "TRIREME_TMPDIR=" + directory + "/";
  base::SharedMemory left;
  // They may be starting others.
  for (bool found = true; found;) {
    found = false;
    for (const pid_t pid : all_processes()) {
      // Found before and looked at after: its number cannot be another's by then.
      const base::Fd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
      if (!pidfd || !has_variable(proc_file(pid, "environ"), mark)) continue;
      syscall(SYS_pidfd_send_signal, pidfd.get(), SIGSTOP, nullptr, 0);
      left.note(pid);
      if (syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0) != 0) continue;
      found = true;
      base::await_end(pidfd, k_dying);
    }
  }
  left.remove();
}

}  // namespace trireme::execute
