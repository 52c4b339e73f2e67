#include "execute/leftovers.h"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/fd.h"

namespace trireme::execute {

namespace {

constexpr std::size_t k_command_shown = 80;  // bytes

std::vector<pid_t> orphans(const std::vector<pid_t>& own) {
  const std::string self = std::to_string(getpid());
  std::istringstream list(base::read_file("/proc/self/task/" + self + "/children").value_or(""));
  std::vector<pid_t> result;
  for (pid_t child = 0; list >> child;) {
    if (std::find(own.begin(), own.end(), child) == own.end()) result.push_back(child);
  }
  return result;
}

std::string proc_file(pid_t pid, const char* name) {
  return base::read_file("/proc/" + std::to_string(pid) + "/" + name).value_or("");
}

bool belongs_to(pid_t pid, const std::string& worker) {
  const std::string environment = '\0' + proc_file(pid, "environ");
  return environment.find('\0' + ("TRIREME_WORKER=" + worker) + '\0') != std::string::npos;
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

std::string command_of(pid_t pid) {
  std::string command = proc_file(pid, "cmdline").substr(0, k_command_shown);
  while (!command.empty() && command.back() == '\0') command.pop_back();
  std::replace(command.begin(), command.end(), '\0', ' ');
  return command;
}

}  // namespace

std::vector<Leftover> end_leftovers(const std::string& worker, const std::vector<pid_t>& own) {
  std::vector<Leftover> ended;
  // Killing one makes orphans of its children, which come next.
  for (bool found = true; found;) {
    found = false;
    for (const pid_t pid : orphans(own)) {
      if (waitpid(pid, nullptr, WNOHANG) == pid || !belongs_to(pid, worker)) continue;
      ended.push_back({pid, command_of(pid)});
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
      found = true;
    }
  }
  return ended;
}

void end_processes_of(const std::string& directory) {
  const std::string mark = '\0' + ("TRIREME_TMPDIR=" + directory + "/");
  // They may be starting others.
  for (bool found = true; found;) {
    found = false;
    for (const pid_t pid : all_processes()) {
      // Found before and looked at after: its number cannot be another's by then.
      const base::Fd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
      if (!pidfd || ('\0' + proc_file(pid, "environ")).find(mark) == std::string::npos) continue;
      found = syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0) == 0 || found;
    }
  }
}

}  // namespace trireme::execute
