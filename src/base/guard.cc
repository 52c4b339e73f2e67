#include "base/guard.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/child.h"
#include "base/fd.h"
#include "base/own_process.h"
#include "base/temp_dir.h"

namespace trireme::base {

namespace {

constexpr const char* k_cleaner = "--clean-up-after-killed-guard";
constexpr int k_guard_died = SIGUSR2;
constexpr int k_interrupted = 2;
constexpr int k_killed = 3;

constexpr std::size_t k_most_directories = 8;
constexpr std::size_t k_longest_directory = 4096;  // bytes

// Controller: what its signal handler needs, which may allocate nothing.
std::array<std::array<char, k_longest_directory>, k_most_directories> g_directories{};
std::size_t g_directories_count = 0;
std::array<const char*, 3 + k_most_directories> g_cleaner_call = {"trireme", k_cleaner};
// To the guard: the directories, each followed by a newline. -1 outside a controller.
int g_to_guard = -1;

void become_cleaner(int /*signal*/) {
  execv("/proc/self/exe", const_cast<char**>(g_cleaner_call.data()));
  _exit(k_killed);
}

// What the user sends, to the guard or its group, comes once, from the guard. It may write to the terminal all the same.
void take_own_group() {
  setpgid(0, 0);
  signal(SIGTTOU, SIG_IGN);
}

void become_controller(pid_t guard) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  struct sigaction action {};
  action.sa_handler = become_cleaner;
  sigaction(k_guard_died, &action, nullptr);
  prctl(PR_SET_PDEATHSIG, k_guard_died);
  if (getppid() != guard) become_cleaner(k_guard_died);
}

std::vector<std::string> lines(const Fd& from) {
  std::array<char, k_most_directories * k_longest_directory> text{};
  const ssize_t size = read(from.get(), text.data(), text.size());
  std::istringstream all(std::string(text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))));
  std::vector<std::string> result;
  for (std::string line; std::getline(all, line);) result.push_back(line);
  return result;
}

void clean_up(const std::vector<std::string>& directories) {
  SharedMemory left;
  kill_descendants({}, &left);
  left.remove();
  for (const std::string& each : directories) {
    if (each.starts_with('/')) remove_tree(each);
  }
}

sigset_t passed_on() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGQUIT, SIGUSR1, SIGTSTP, SIGCONT, SIGCHLD}) sigaddset(&set, signal);
  for (const int signal : ending_signals()) sigaddset(&set, signal);
  return set;
}

sigset_t only(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  return set;
}

// As Ctrl-Z would stop it, where somebody can continue it; and nothing is left of that.
void stop() {
  const sigset_t stops = only(SIGTSTP);
  const sigset_t continues = only(SIGCONT);
  const timespec at_once{};
  raise(SIGTSTP);
  sigprocmask(SIG_UNBLOCK, &stops, nullptr);
  sigprocmask(SIG_BLOCK, &stops, nullptr);
  sigtimedwait(&continues, nullptr, &at_once);
}

// Waits for the controller's end and passes on what the user sends.
int wait_for(pid_t controller, const sigset_t& set) {
  for (bool continued = false;;) {
    const int signal = sigwaitinfo(&set, nullptr);
    if (signal == SIGCONT || signal == SIGTSTP) continued = signal == SIGCONT;
    if (signal > 0 && signal != SIGCHLD && signal != SIGCONT) kill(controller, signal);
    int status = 0;
    if (waitpid(controller, &status, WNOHANG | WUNTRACED) != controller) continue;
    if (!WIFSTOPPED(status)) return status;
    // After it, so that it is never continued before it has stopped; and not when whoever stopped us has thought better of it.
    if (!std::exchange(continued, false)) stop();
    kill(controller, SIGCONT);
  }
}

// A controller that has something to end for it handles it.
bool asks_to_end(int signal) { return signal == SIGINT || signal == SIGTERM || signal == SIGHUP; }

int guard(pid_t controller, const sigset_t& set, const Fd& from_controller) {
  const int status = wait_for(controller, set);
  // Whatever the controller could not see, being out of descriptors, say.
  clean_up(WIFEXITED(status) ? std::vector<std::string>() : lines(from_controller));
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  if (asks_to_end(WTERMSIG(status))) {
    std::fprintf(stderr, "\nERROR: interrupted by %s\n", signal_name(WTERMSIG(status)).c_str());
    return k_interrupted;
  }
  std::fprintf(stderr, "\nERROR: trireme was killed (%s); its tests were ended, the run is incomplete\n",
               signal_name(WTERMSIG(status)).c_str());
  return k_killed;
}

}  // namespace

void kill_children(const std::function<bool(pid_t)>& doomed, SharedMemory* left) {
  // Orphans arrive here one generation after another.
  for (;;) {
    std::vector<pid_t> children = children_of(getpid());
    std::erase_if(children, [&](pid_t each) { return !doomed(each) || stays(each); });
    if (children.empty()) return;
    for (const pid_t child : children) kill(child, SIGSTOP);
    for (const pid_t child : children) {
      if (left != nullptr) left->note(child);
    }
    end_children(children);
  }
}

void kill_descendants(const std::vector<pid_t>& spared, SharedMemory* left) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  kill_children([&](pid_t each) { return std::find(spared.begin(), spared.end(), each) == spared.end(); }, left);
}

void stop_until_continued() {
  struct sigaction ours {};
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &standard, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, nullptr);
}

bool remove_when_killed(const std::string& directory) {
  if (directory.size() + 1 > k_longest_directory || g_directories_count == k_most_directories) return false;
  char* place = g_directories[g_directories_count].data();
  std::memcpy(place, directory.c_str(), directory.size() + 1);
  g_cleaner_call[2 + g_directories_count++] = place;
  const std::string line = directory + "\n";
  return g_to_guard < 0 || write_all(g_to_guard, line.data(), line.size());
}

bool clean_up_if_asked(int argc, char** argv) {
  if (argc < 2 || std::strcmp(argv[1], k_cleaner) != 0) return false;
  clean_up(std::vector<std::string>(argv + 2, argv + argc));
  return true;
}

int run_guarded(const std::function<int()>& controller, Group group) {
  auto pipe = make_pipe();
  sigset_t old;
  const sigset_t set = passed_on();
  sigprocmask(SIG_BLOCK, &set, &old);
  const pid_t guard_pid = getpid();
  const pid_t pid = pipe ? fork() : -1;
  if (pid > 0) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (group == Group::own) setpgid(pid, pid);
    pipe->write.reset();
    return guard(pid, set, pipe->read);
  }
  sigprocmask(SIG_SETMASK, &old, nullptr);
  if (pid == 0) {
    pipe->read.reset();
    g_to_guard = pipe->write.release();
    if (group == Group::own) take_own_group();
    become_controller(guard_pid);
    return controller();
  }
  const int status = controller();
  kill_descendants();
  return status;
}

}  // namespace trireme::base
