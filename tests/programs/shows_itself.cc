// Writes all that a process can see of itself into the file SHOWN_IN, one fact a line: test_fork_server_traces.py compares.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

namespace {

std::ostringstream out;  // and no file yet, which would be among the descriptors

std::string link_of(const std::string& path) {
  char target[4096] = {};
  return readlink(path.c_str(), target, sizeof target - 1) < 0 ? "?" : target;
}

std::string contents(const std::string& path) {
  std::ifstream file(path);
  std::string text(std::istreambuf_iterator<char>(file), {});
  for (char& c : text) c = c == '\0' ? '|' : c;
  return text;
}

template <typename T>
void show(const std::string& what, const T& value) {
  out << what << " = " << value << '\n';
}

void show_arguments_and_environment(int argc, char** argv) {
  for (int i = 0; i <= argc; ++i) show("argv", argv[i] == nullptr ? "(end)" : argv[i]);
  for (char** each = environ; *each != nullptr; ++each) show("environ", *each);
  for (const char* file : {"cmdline", "environ", "comm"}) show(file, contents(std::string("/proc/self/") + file));
  show("invocation", std::string(program_invocation_name) + " " + program_invocation_short_name);
  show("AT_EXECFN", reinterpret_cast<const char*>(getauxval(AT_EXECFN)));
  show("AT_SECURE", getauxval(AT_SECURE));
}

void show_descriptors() {
  const int next = open("/dev/null", O_RDONLY);
  show("next descriptor", next);
  close(next);
  for (int fd = 0; fd < 1024; ++fd) {
    const std::string number = std::to_string(fd);
    struct stat status {};
    if (fstat(fd, &status) != 0) continue;
    show("fd " + number, link_of("/proc/self/fd/" + number));
    show("mode", status.st_mode & static_cast<mode_t>(S_IFMT));
    show("flags", fcntl(fd, F_GETFL) << 8 | fcntl(fd, F_GETFD));
  }
}

void show_status() {
  static const std::set<std::string> shown = {
      "Name:",        "Umask:",   "TracerPid:",       "Uid:",          "Gid:",          "Groups:",     "Threads:",
      "SigPnd:",      "ShdPnd:",  "SigBlk:",          "SigIgn:",       "CapInh:",       "CapPrm:",     "CapEff:",
      "CapBnd:",      "CapAmb:",  "NoNewPrivs:",      "VmLck:",        "VmPin:",        "NSpid:",      "NSpgid:",
      "THP_enabled:", "Seccomp:", "Seccomp_filters:", "Cpus_allowed:", "Mems_allowed:", "CoreDumping:"};
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    std::string name;
    std::istringstream(line) >> name;
    if (shown.count(name) > 0) show("status", line);
  }
  for (const char* each : {"limits", "oom_score_adj", "personality", "cgroup", "coredump_filter", "timerslack_ns", "autogroup",
                           "loginuid", "timers", "uid_map"}) {
    show(each, contents(std::string("/proc/self/") + each));
  }
  for (const char* each : {"exe", "cwd", "root"}) show(each, link_of(std::string("/proc/self/") + each));
  for (const char* each : {"pid", "pid_for_children", "mnt", "net", "user"}) {
    show(each, link_of(std::string("/proc/self/ns/") + each));
  }
}

void show_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    if (sigaction(signal, nullptr, &action) != 0) continue;
    const bool ignored = action.sa_handler == SIG_IGN;
    const bool untouched = action.sa_handler == SIG_DFL && action.sa_flags == 0;
    if (!untouched) show("signal " + std::to_string(signal), ignored ? "ignored" : "handled");
  }
  stack_t stack{};
  sigaltstack(nullptr, &stack);
  show("alternative stack", stack.ss_size);
}

void show_controls() {
  int death_signal = 0;
  int subreaper = 0;
  prctl(PR_GET_PDEATHSIG, &death_signal);
  prctl(PR_GET_CHILD_SUBREAPER, &subreaper);
  show("death signal", death_signal);
  show("subreaper", subreaper);
  for (const int each : {PR_GET_DUMPABLE, PR_GET_KEEPCAPS, PR_GET_TIMERSLACK, PR_GET_THP_DISABLE, PR_GET_NO_NEW_PRIVS,
                         PR_GET_SECUREBITS, PR_MCE_KILL_GET, PR_GET_TIMING}) {
    show("prctl " + std::to_string(each), prctl(each, 0, 0, 0, 0));
  }
  show("nice", getpriority(PRIO_PROCESS, 0));
  show("io priority", syscall(SYS_ioprio_get, 1, 0));
  show("leads its group", getpgrp() == getpid());
  show("in its parent's session", getsid(0) == getsid(getppid()));
  show("leads its session", getsid(0) == getpid());
}

void show_timers_and_children() {
  for (const auto which : {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
    itimerval timer{};
    getitimer(which, &timer);
    show("timer", timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0);
  }
  sigevent none{};
  none.sigev_notify = SIGEV_NONE;
  int id = -1;
  syscall(SYS_timer_create, CLOCK_MONOTONIC, &none, &id);
  show("next timer", id);
  syscall(SYS_timer_delete, id);
  show("children", waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD ? "none" : "some");
  rusage children{};
  getrusage(RUSAGE_CHILDREN, &children);
  show("time of children", children.ru_utime.tv_usec + children.ru_stime.tv_usec + children.ru_maxrss);
}

}  // namespace

TEST(Shows, itself) {
  const pid_t parent = getppid();
  usleep(50'000);
  EXPECT_EQ(getppid(), parent);
}

int main(int argc, char** argv) {
  const char* const error = dlerror();
  const std::size_t heap = mallinfo2().uordblks;
  if (const char* const file = std::getenv("SHOWN_IN"); file != nullptr && argc > 1 && std::strstr(argv[1], "filter")) {
    show("dlerror", error == nullptr ? "none" : error);
    show("heap", heap);
    show_arguments_and_environment(argc, argv);
    show_descriptors();
    show_status();
    show_signals();
    show_controls();
    show_timers_and_children();
    std::ofstream(file) << out.str();
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
