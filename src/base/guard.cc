#include "base/guard.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/child.h"
#include "base/fd.h"

namespace trireme::base {

namespace {

constexpr const char* k_cleaner = "--clean-up-after-killed-guard";
constexpr int k_guard_died = SIGUSR2;
constexpr int k_killed = 3;

// Controller: what its signal handler needs, which may allocate nothing.
std::array<char, 4096> g_directory{};
// To the guard: the directory, each time followed by a newline. -1 outside a controller.
int g_to_guard = -1;

void become_cleaner(int /*signal*/) {
  const std::array<const char*, 4> argv = {"trireme", k_cleaner, g_directory.data(), nullptr};
  execv("/proc/self/exe", const_cast<char**>(argv.data()));
  _exit(k_killed);
}

void become_controller(pid_t guard) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  struct sigaction action {};
  action.sa_handler = become_cleaner;
  sigaction(k_guard_died, &action, nullptr);
  prctl(PR_SET_PDEATHSIG, k_guard_died);
  if (getppid() != guard) become_cleaner(k_guard_died);
}

std::vector<pid_t> children() {
  std::vector<pid_t> result;
  std::ifstream list("/proc/self/task/" + std::to_string(getpid()) + "/children");
  for (pid_t child = 0; list >> child;) result.push_back(child);
  return result;
}

// Of the lines the controller wrote, the last whole one.
std::string last_line(const std::string& text) {
  const std::size_t end = text.rfind('\n');
  if (end == std::string::npos || end == 0) return "";
  const std::size_t start = text.rfind('\n', end - 1);
  return text.substr(start + 1, end - start - 1);
}

sigset_t passed_on() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGTSTP, SIGCHLD}) sigaddset(&set, signal);
  return set;
}

// Waits for the controller's end and passes on what the user sends to the guard alone.
int wait_for(pid_t controller, const sigset_t& set) {
  for (;;) {
    siginfo_t info{};
    const int signal = sigwaitinfo(&set, &info);
    if (signal > 0 && signal != SIGCHLD && info.si_code != SI_KERNEL) kill(controller, signal);
    int status = 0;
    if (waitpid(controller, &status, WNOHANG | WUNTRACED) != controller) continue;
    if (!WIFSTOPPED(status)) return status;
    // After it, so that it is never continued before it has stopped.
    raise(SIGSTOP);
    kill(controller, SIGCONT);
  }
}

int guard(pid_t controller, const sigset_t& set, const Fd& from_controller) {
  const int status = wait_for(controller, set);
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  kill_descendants();
  std::array<char, 8192> text{};
  const ssize_t size = read(from_controller.get(), text.data(), text.size());
  const std::string directory = size > 0 ? last_line(std::string(text.data(), static_cast<std::size_t>(size))) : "";
  std::error_code ignored;
  if (!directory.empty()) std::filesystem::remove_all(directory, ignored);
  std::fprintf(stderr, "\nERROR: trireme was killed (%s); its tests were ended, the run is incomplete\n",
               signal_name(WTERMSIG(status)).c_str());
  return k_killed;
}

}  // namespace

void kill_descendants(const std::vector<pid_t>& spared) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  // Orphans arrive here one generation after another.
  for (;;) {
    std::vector<pid_t> doomed = children();
    std::erase_if(doomed, [&](pid_t each) { return std::find(spared.begin(), spared.end(), each) != spared.end(); });
    if (doomed.empty()) return;
    for (const pid_t child : doomed) kill(child, SIGKILL);
    for (const pid_t child : doomed) waitpid(child, nullptr, 0);
  }
}

void stop_until_continued() {
  struct sigaction ours {};
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &standard, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, nullptr);
}

void remove_when_killed(const std::string& directory) {
  if (directory.size() + 1 > g_directory.size()) return;
  std::memcpy(g_directory.data(), directory.c_str(), directory.size() + 1);
  const std::string line = directory + "\n";
  if (g_to_guard >= 0) write_all(g_to_guard, line.data(), line.size());
}

bool clean_up_if_asked(int argc, char** argv) {
  if (argc != 3 || std::strcmp(argv[1], k_cleaner) != 0) return false;
  kill_descendants();
  std::error_code ignored;
  if (argv[2][0] == '/') std::filesystem::remove_all(argv[2], ignored);
  return true;
}

int run_guarded(const std::function<int()>& controller) {
  auto pipe = make_pipe();
  sigset_t old;
  const sigset_t set = passed_on();
  sigprocmask(SIG_BLOCK, &set, &old);
  const pid_t guard_pid = getpid();
  const pid_t pid = pipe ? fork() : -1;
  if (pid > 0) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pipe->write.reset();
    return guard(pid, set, pipe->read);
  }
  sigprocmask(SIG_SETMASK, &old, nullptr);
  if (pid == 0) {
    pipe->read.reset();
    g_to_guard = pipe->write.release();
    become_controller(guard_pid);
  }
  return controller();
}

}  // namespace trireme::base
