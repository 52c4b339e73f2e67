// Each process of a bench suite says how much CPU it used, so that run.py can tell the runner's own from the tests'.
//
// It appends lines, in microseconds of user and system time, to the file that BENCH_CPU_LOG names: what it used until main,
// from its fork on, hence exec and loading included; a fork server says no more. And what it used afterwards. What the kernel
// does after the last destructor (giving back the memory) is missing, and so counts as the runner's: the runner never looks
// cheaper than it is.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

long long microseconds(const timeval& time) { return time.tv_sec * 1'000'000LL + time.tv_usec; }

long long used() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

void say(const char* what, long long time) {
  const char* path = std::getenv("BENCH_CPU_LOG");
  if (path == nullptr) return;
  const int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd < 0) return;
  dprintf(fd, "%s %lld\n", what, time);
  close(fd);
}

pid_t g_loaded = 0;
long long g_loading = 0;

// This file is linked last, so that all other constructors have run. The next process's count begins anew.
[[gnu::constructor]] void say_loading() {
  g_loaded = getpid();
  g_loading = used();
  say("loading", g_loading);
}

// After all that exit() runs, GoogleTest's own destructors included.
[[gnu::destructor]] void say_rest() { say("process", used() - (getpid() == g_loaded ? g_loading : 0)); }

}  // namespace
