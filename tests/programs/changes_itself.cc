// Changes before main what a process inherits or keeps: a forked one must have it as an executed one has.
#include "shows_itself.cc"

namespace {

void reap_everybody(int /*signal*/) {
  while (waitpid(-1, nullptr, WNOHANG) > 0) {
  }
}

void change_signals() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGCHLD, reap_everybody);
  struct sigaction action {};
  action.sa_handler = reap_everybody;
  action.sa_flags = SA_ONSTACK | SA_RESTART;
  sigaction(SIGUSR1, &action, nullptr);
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR2);
  sigaddset(&blocked, SIGTERM);
  sigprocmask(SIG_BLOCK, &blocked, nullptr);
  static char memory[1 << 16];
  const stack_t stack{.ss_sp = memory, .ss_flags = 0, .ss_size = sizeof memory};
  sigaltstack(&stack, nullptr);
}

void change_environment() {
  setenv("SET_BEFORE_MAIN", "yes", 1);
  setenv("HOME", "/nowhere", 1);
  setenv("TRIREME_WORKER", "mine", 1);
  unsetenv("LANG");
  static char put[] = "PUT_BEFORE_MAIN=yes";
  putenv(put);
}

const int k_changed = [] {
  change_signals();
  change_environment();
  prctl(PR_SET_PDEATHSIG, SIGUSR2);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_NAME, "renamed");
  prctl(PR_SET_DUMPABLE, 0);
  prctl(PR_SET_TIMERSLACK, 12345);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
  umask(0027);
  if (chdir("/") != 0) return 1;
  if (nice(3) == -1) return 1;
  const rlimit files{.rlim_cur = 100, .rlim_max = 200};
  setrlimit(RLIMIT_NOFILE, &files);
  return 0;
}();

}  // namespace
