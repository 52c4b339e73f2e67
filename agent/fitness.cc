// What a fork cannot give twice: threads, descriptors with a state of their own, timers, children, shared or locked memory. A
// program that made such a thing before main is executed anew each time.
#include "agent/fitness.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

#include "agent/variables.h"
#include "agent/wire.h"

// Set in a program that has it.
extern "C" {
__attribute__((weak, visibility("default"))) void __tsan_init();
__attribute__((weak, visibility("default"))) void __msan_init();
}

namespace trireme::agent {

namespace {

struct File {
  dev_t device = 0;
  ino_t number = 0;
  bool operator==(const File&) const = default;
};

File g_standard[3];
File g_own;
bool g_has_forked = false;

File file_of(int fd) {
  struct stat status {};
  return fstat(fd, &status) == 0 ? File{status.st_dev, status.st_ino} : File{};
}

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

bool has_other_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (file_of(fd) != g_standard[fd]) return true;
  }
  return false;
}

// Also one that has ended: it may have left others, which are nobody's children. Where SIGCHLD is ignored nothing is kept of it.
bool had_children() {
  if (g_has_forked) return true;
  rusage used{};
  siginfo_t info{};
  if (getrusage(RUSAGE_CHILDREN, &used) == 0 && used.ru_maxrss > 0) return true;
  return waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT | __WALL) == 0 || errno != ECHILD;
}

bool has_left_its_session() { return getsid(0) == getpid() || getpgrp() != getpid(); }

bool has_other_namespace() {
  char own[64] = {};
  char childrens[64] = {};
  if (readlink("/proc/self/ns/pid", own, sizeof own - 1) < 0) return false;  // no /proc
  // The second link is there when the namespace has a process.
  return readlink("/proc/self/ns/pid_for_children", childrens, sizeof childrens - 1) < 0 || std::strcmp(own, childrens) != 0;
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

bool locks_memory() {
  char text[4096] = {};
  const int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  const ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  const char* line = size > 0 ? std::strstr(text, "\nVmLck:") : nullptr;
  return line != nullptr && std::atoi(line + std::strlen("\nVmLck:")) != 0;
}

}  // namespace

void remember_descriptors(int own) {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) g_standard[fd] = file_of(fd);
  g_own = file_of(own);
}

const Reply* sanitizer_in_the_way() {
  static constexpr Reply k_thread{.kind = ReplyKind::unfit, .text = "uses ThreadSanitizer"};
  static constexpr Reply k_memory{.kind = ReplyKind::unfit, .text = "uses MemorySanitizer"};
  if (__tsan_init != nullptr) return &k_thread;
  return __msan_init != nullptr ? &k_memory : nullptr;
}

void note_fork() { g_has_forked = true; }

bool has_threads() {
  int threads = 0;
  Entries tasks("/proc/self/task");
  while (const char* name = tasks.next()) threads += name[0] != '.' ? 1 : 0;
  return threads != 1;
}

bool owns(int own) { return file_of(own) == g_own; }

const char* unfit_because(int own) {
  if (reads_unseen()) return "has a getenv of its own";
  if (has_threads()) return "started a thread before main";
  if (had_children()) return "started a process before main";
  if (has_descriptors(own)) return "opened a file, pipe or socket before main";
  if (has_other_standard_descriptors()) return "redirected its output or input before main";
  if (has_timers()) return "set a timer before main";
  if (has_left_its_session()) return "changed its process group or session before main";
  if (has_other_namespace()) return "changed its namespaces before main";
  if (shares_memory()) return "made shared memory before main";
  if (locks_memory()) return "locked memory before main";
  return nullptr;
}

}  // namespace trireme::agent
