#include "execute/leftovers.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <utility>

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

std::string command_of(pid_t pid) {
  std::string command = proc_file(pid, "cmdline").substr(0, k_command_shown);
  while (!command.empty() && command.back() == '\0') command.pop_back();
  std::replace(command.begin(), command.end(), '\0', ' ');
  return command;
}

// A sanitizer's own helper: it ends by itself when the pipe to its program is closed, a moment after that has ended.
bool is_symbolizer(const std::string& command) {
  const std::string program = command.substr(0, command.find(' '));
  const std::string name = program.substr(program.rfind('/') + 1);
  return name.starts_with("llvm-symbolizer") || name == "addr2line";
}

}  // namespace

std::vector<Leftover> end_leftovers(const std::string& worker, const std::vector<pid_t>& own) {
  std::vector<Leftover> ended;
  // Killing one makes orphans of its children, which come next.
  for (bool found = true; found;) {
    found = false;
    for (const pid_t pid : orphans(own)) {
      if (waitpid(pid, nullptr, WNOHANG) == pid || !belongs_to(pid, worker)) continue;
      std::string command = command_of(pid);
      if (!is_symbolizer(command)) ended.push_back({pid, std::move(command)});
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
      found = true;
    }
  }
  return ended;
}

}  // namespace trireme::execute
