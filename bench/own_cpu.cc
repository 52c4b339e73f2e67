// Each process of a bench suite says how much CPU it used, so that run.py can tell the runner's own from the tests'.
//
// It appends one line, in microseconds, to the file that BENCH_CPU_LOG names: user and system time from the fork on,
// hence exec and loading included. What the kernel does after the last destructor (giving back the memory) is missing,
// and so counts as the runner's: the runner never looks cheaper than it is.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

long long microseconds(const timeval& time) { return time.tv_sec * 1'000'000LL + time.tv_usec; }

// After all that exit() runs, GoogleTest's own destructors included.
[[gnu::destructor]] void say_own_cpu() {
  const char* path = std::getenv("BENCH_CPU_LOG");
  if (path == nullptr) return;
  const int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd < 0) return;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  dprintf(fd, "%lld\n", microseconds(usage.ru_utime) + microseconds(usage.ru_stime));
  close(fd);
}

}  // namespace
