// What a fork cannot give twice: threads, descriptors with a state of their own, timers, children, shared memory. A program
// that made such a thing before main is executed anew each time.
#include "agent/fitness.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

namespace trireme::agent {

namespace {

// Read with system calls alone, so that nothing of the program's state (stdio, heap) is touched.
class Entries {
 public:
  explicit Entries(const char* directory) : fd_(open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
  ~Entries() { close(fd_); }
  Entries(const Entries&) = delete;
  Entries& operator=(const Entries&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

  // The next name; nullptr at the end.
  const char* next() {
    if (at_ >= size_) {
      size_ = syscall(SYS_getdents64, fd_, buffer_, sizeof buffer_);
      at_ = 0;
      if (size_ <= 0) return nullptr;
    }
    // d_ino, d_off: 8 bytes each; d_reclen: 2; d_type: 1; then the name.
    const char* entry = buffer_ + at_;
    unsigned short length = 0;
    std::memcpy(&length, entry + 16, sizeof length);
    at_ += length;
    return entry + 19;
  }

 private:
  int fd_;
  alignas(8) char buffer_[2048];
  long size_ = 0;
  long at_ = 0;
};

bool has_threads() {
  int threads = 0;
  Entries tasks("/proc/self/task");
  while (const char* name = tasks.next()) threads += name[0] != '.' ? 1 : 0;
  return threads != 1;
}

bool is_harmless(int fd) {
  char link[32];
  char target[64] = {};
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if (readlink(link, target, sizeof target - 1) < 0) return false;
  for (const char* device : {"/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"}) {
    if (std::strcmp(target, device) == 0) return true;
  }
  return false;
}

bool has_descriptors(int own) {
  Entries descriptors("/proc/self/fd");
  while (const char* name = descriptors.next()) {
    if (name[0] == '.') continue;
    const int fd = std::atoi(name);
    if (fd > STDERR_FILENO && fd != own && fd != descriptors.fd() && !is_harmless(fd)) return true;
  }
  return false;
}

bool has_children() {
  siginfo_t info{};
  return waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

bool is_empty(const char* path) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  char byte = 0;
  const bool empty = fd < 0 || read(fd, &byte, 1) <= 0;
  close(fd);
  return empty;
}

bool has_timers() {
  for (const auto which : {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
    itimerval timer{};
    if (getitimer(which, &timer) == 0 && (timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0)) return true;
  }
  return !is_empty("/proc/self/timers");
}

// A line of maps: "5581c0-5581c4 rw-s …". Only the field of permissions is looked at.
class SharedWritable {
 public:
  bool seen_in(char byte) {
    if (byte == '\n') {
      blank_seen_ = false;
      at_ = 0;
    } else if (byte == ' ' && !blank_seen_) {
      blank_seen_ = true;
    } else if (blank_seen_ && at_ < 4) {
      permissions_[at_++] = byte;
      return at_ == 4 && permissions_[1] == 'w' && permissions_[3] == 's';
    }
    return false;
  }

 private:
  bool blank_seen_ = false;
  int at_ = 0;
  char permissions_[4] = {};
};

bool shares_memory() {
  const int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  SharedWritable mapping;
  char buffer[4096];
  bool seen = false;
  for (ssize_t size = 0; !seen && (size = read(fd, buffer, sizeof buffer)) > 0;) {
    for (ssize_t i = 0; i < size && !seen; ++i) seen = mapping.seen_in(buffer[i]);
  }
  close(fd);
  return seen;
}

bool has_symbol(const char* name) { return dlsym(RTLD_DEFAULT, name) != nullptr; }

}  // namespace

const char* unfit_because(int own) {
  if (has_symbol("__tsan_init")) return "uses ThreadSanitizer";
  if (has_symbol("__msan_init")) return "uses MemorySanitizer";
  if (has_threads()) return "started a thread before main";
  if (has_children()) return "started a process before main";
  if (has_descriptors(own)) return "opened a file, pipe or socket before main";
  if (has_timers()) return "set a timer before main";
  if (shares_memory()) return "made shared memory before main";
  return nullptr;
}

}  // namespace trireme::agent
