// Does before main what the variable BEFORE_MAIN names; the test checks that its process has what came of it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <thread>

namespace {

int g_fd = -1;
pid_t g_child = 0;
std::atomic<int> g_ticks = 0;
std::string g_text;

pid_t start_child(bool new_session) {
  const pid_t child = fork();
  if (child != 0) return child;
  if (new_session) setsid();
  for (;;) pause();
}

void start_daemon() {
  const pid_t between = fork();
  if (between == 0) {
    start_child(true);
    _exit(0);
  }
  waitpid(between, nullptr, 0);
}

bool is_file(int fd) { return lseek(fd, 0, SEEK_CUR) >= 0; }

void write_mebibytes(int count) {
  const std::string block(1 << 20, '.');
  for (int i = 0; i < count && write(STDOUT_FILENO, block.data(), block.size()) > 0; ++i) {
  }
}

// Nothing is known of a child then.
void start_unknown_daemon() {
  signal(SIGCHLD, SIG_IGN);
  start_daemon();
  signal(SIGCHLD, SIG_DFL);
}

void start_thread() {
  std::thread([] {
    for (;; usleep(1000)) ++g_ticks;
  }).detach();
}

bool ticks_go_on() {
  const int before = g_ticks;
  usleep(100'000);
  return g_ticks > before;
}

void start_timer() {
  signal(SIGALRM, [](int) { ++g_ticks; });
  timer_t timer{};
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGALRM;
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  const itimerspec often{.it_interval = {0, 1'000'000}, .it_value = {0, 1'000'000}};
  timer_settime(timer, 0, &often, nullptr);
}

void set_interval() {
  signal(SIGALRM, [](int) { ++g_ticks; });
  const itimerval often{.it_interval = {0, 1000}, .it_value = {0, 1000}};
  setitimer(ITIMER_REAL, &often, nullptr);
}

void redirect_complaints() {
  const int file = open("/tmp", O_WRONLY | O_TMPFILE, 0600);
  dup2(file, STDERR_FILENO);
  close(file);
}

std::string text_of(const char* variable) { return variable == nullptr ? "(null)" : variable; }

std::string link_of(const char* path) {
  char target[64] = {};
  return readlink(path, target, sizeof target - 1) < 0 ? "" : target;
}

int kilobytes_of(const std::string& name) {
  std::ifstream file("/proc/self/status");
  std::string word;
  while (file >> word && word != name) {
  }
  int value = 0;
  file >> value;
  return value;
}

struct Act {
  void (*act)();
  bool (*holds)() = [] { return true; };
};

bool descriptor_is_open() { return fcntl(g_fd, F_GETFD) >= 0; }

const std::map<std::string, Act> k_acts = {
    {"socket", {[] { g_fd = socket(AF_UNIX, SOCK_STREAM, 0); }, descriptor_is_open}},
    {"pipe",
     {[] {
        int fds[2];
        if (pipe(fds) == 0) g_fd = fds[0];
      },
      descriptor_is_open}},
    {"epoll", {[] { g_fd = epoll_create1(0); }, descriptor_is_open}},
    {"timerfd", {[] { g_fd = timerfd_create(CLOCK_MONOTONIC, 0); }, descriptor_is_open}},
    {"timer", {start_timer, ticks_go_on}},
    {"interval", {set_interval, ticks_go_on}},
    {"file", {[] { g_fd = open("/tmp", O_WRONLY | O_TMPFILE, 0600); }, descriptor_is_open}},
    {"child",
     {[] { g_child = start_child(false); },
      [] { return kill(g_child, SIGKILL) == 0 && waitpid(g_child, nullptr, 0) == g_child; }}},
    {"daemon", {start_daemon}},
    {"unknown_daemon", {start_unknown_daemon}},
    {"thread", {start_thread, ticks_go_on}},
    {"shared_memory", {[] { mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0); }}},
    {"locked_memory", {[] { mlockall(MCL_CURRENT); }, [] { return kilobytes_of("VmLck:") > 0; }}},
    {"redirection", {redirect_complaints, [] { return is_file(STDERR_FILENO); }}},
    {"other_group", {[] { setpgid(0, getpgid(getppid())); }, [] { return getpgrp() != getpid(); }}},
    {"closes_descriptors", {[] { closefrom(3); }}},
    {"takes_descriptors", {[] {
       for (const int fd : {1023, getdtablesize() - 1}) dup2(open("/", O_RDONLY), fd);
     }}},
    {"varying_variable",
     {[] { g_text = text_of(getenv("TRIREME_TMPDIR")); }, [] { return g_text == getenv("TRIREME_TMPDIR"); }}},
    {"varying_secure",
     {[] { g_text = text_of(secure_getenv("TEST_PREMATURE_EXIT_FILE")); },
      [] { return g_text == getenv("TEST_PREMATURE_EXIT_FILE"); }}},
    {"worker_variable",
     {[] { g_text = text_of(getenv("TRIREME_WORKER")); }, [] { return g_text == getenv("TRIREME_WORKER"); }}},
    {"sets_variable",
     {[] { setenv("TRIREME_WORKER", "mine", 1); }, [] { return text_of(getenv("TRIREME_WORKER")) == "mine"; }}},
    {"harmless_variable", {[] { g_text = text_of(getenv("HOME")); }, [] { return g_text == getenv("HOME"); }}},
    {"random_device", {[] { g_fd = open("/dev/urandom", O_RDONLY); }, descriptor_is_open}},
    {"signals", {[] { signal(SIGCHLD, SIG_IGN); }, [] { return signal(SIGCHLD, SIG_DFL) == SIG_IGN; }}},
    {"reaps", {[] {
       signal(SIGCHLD, [](int) {
         while (waitpid(-1, nullptr, WNOHANG) > 0) {
         }
       });
     }}},
    {"prints", {[] {
       std::printf("printed before main\n");
       std::fflush(stdout);
       std::fprintf(stderr, "complained before main\n");
       std::printf("buffered before main\n");
     }}},
    {"floods", {[] { write_mebibytes(is_file(STDOUT_FILENO) ? 1000 : 2); }}},
    {"writes_much", {[] { write_mebibytes(1); }}},
    {"namespace",
     {[] { unshare(CLONE_NEWPID); }, [] { return link_of("/proc/self/ns/pid") != link_of("/proc/self/ns/pid_for_children"); }}},
    {"is_slow", {[] { sleep(3); }}},
    {"hangs", {[] {
       for (;;) pause();
     }}},
    {"dies", {[] { raise(SIGSEGV); }}},
    {"exits", {[] { exit(0); }}},
    {"nothing", {[] {}}},
};

const Act* const k_act = [] {
  const char* name = getenv("BEFORE_MAIN");
  const Act* act = &k_acts.at(name == nullptr ? "nothing" : name);
  act->act();
  return act;
}();

// So that the worker's next process gets another directory.
void leave_something() { std::ofstream(text_of(getenv("TRIREME_TMPDIR")) + "/left"); }

}  // namespace

TEST(BeforeMain, has_what_came_of_it) { EXPECT_TRUE(k_act->holds()); }
TEST(BeforeMain, fails) {
  leave_something();
  FAIL() << "as it should";
}
TEST(BeforeMain, crashes) {
  leave_something();
  raise(SIGSEGV);
}
TEST(BeforeMain, passes) {}
