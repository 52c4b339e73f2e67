// Preloaded into the runner: makes some of the C library's wrappers fail at their Nth call.
//
//   FAULT=fork:3:11            the third fork fails with error 11, once
//   FAULT=open,openat:2:24:on  the second call of these two, and each later one
//   FAULT=write:5:0            the fifth write is short
//   FAULT_COUNTS=FILE          how often each was called: pieces of 32 bytes, a name and a number; the first is what failed
//
// The count is that of guard and controller together; what lasts, as each uses up descriptors of its own, is counted for each.
// Children do not get this library: its variables leave the environment before main. Where the C library calls itself
// (posix_spawn its clone, mkdtemp its mkdir), nothing can be put between; the outer function stands for it.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace {

constexpr int k_most = 64;
constexpr int k_short = 0;  // instead of an error

// As it is in the file.
struct Count {
  char name[24];
  std::atomic<std::uint64_t> calls;
};

Count g_unshared[k_most];  // while there is no file
Count* g_counts = g_unshared;
char g_names[256] = "";
unsigned long g_nth = 0;
bool g_goes_on = false;
int g_error = 0;
std::atomic<std::uint64_t>* g_calls = nullptr;  // of what shall fail
std::atomic<std::uint64_t> g_own_calls;
std::atomic<std::uint64_t>* g_failed = nullptr;

std::atomic<std::uint64_t>& counter(const char* name) {
  int i = 0;
  while (i < k_most - 1 && g_counts[i].name[0] != '\0' && std::strcmp(g_counts[i].name, name) != 0) ++i;
  std::strncpy(g_counts[i].name, name, sizeof g_counts[i].name - 1);
  return g_counts[i].calls;
}

void share_counts(const char* path) {
  // Not our own, which would not be counted in the file then.
  const auto real_open = reinterpret_cast<int (*)(const char*, int, mode_t)>(dlsym(RTLD_NEXT, "open"));
  const int file = real_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (ftruncate(file, sizeof g_unshared) != 0) abort();
  void* shared = mmap(nullptr, sizeof g_unshared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared == MAP_FAILED) abort();
  g_counts = static_cast<Count*>(shared);
  close(file);
}

// Before main and all but the loader's own calls.
__attribute__((constructor)) void begin() {
  if (const char* path = getenv("FAULT_COUNTS")) share_counts(path);
  if (const char* text = getenv("FAULT")) {
    char more[4] = "";
    g_goes_on = std::sscanf(text, "%255[^:]:%lu:%d:%3s", g_names, &g_nth, &g_error, more) == 4;
  }
  g_failed = &counter("failed");
  g_calls = g_goes_on ? &g_own_calls : &counter("all that may fail");
  for (const char* each : {"LD_PRELOAD", "FAULT", "FAULT_COUNTS"}) unsetenv(each);
}

bool is_named(const char* name) {
  const std::size_t size = std::strlen(name);
  for (const char* at = g_names; (at = std::strstr(at, name)) != nullptr; at += size) {
    const bool starts = at == g_names || at[-1] == ',';
    if (starts && (at[size] == ',' || at[size] == '\0')) return true;
  }
  return false;
}

// One of the functions; S is its type.
template <typename S>
class Wrapped {
 public:
  explicit Wrapped(const char* name)
      : real(reinterpret_cast<S*>(dlsym(RTLD_NEXT, name))), calls_(counter(name)), named_(is_named(name)) {}

  // Counts the call; true if its turn has come.
  bool must_fail() {
    ++calls_;
    if (!named_ || g_calls == nullptr) return false;
    const std::uint64_t call = ++*g_calls;
    if (call != g_nth && !(g_goes_on && call > g_nth)) return false;
    ++*g_failed;
    errno = g_error;
    return true;
  }

  S* real;

 private:
  std::atomic<std::uint64_t>& calls_;
  bool named_;
};

}  // namespace

// Its own name in C++, the C library's for the linker: the headers' declarations need not be matched to the letter.
#define WRAP(type, name, parameters, arguments, failure)             \
  extern "C" type fault_##name parameters __asm__(#name);            \
  extern "C" type fault_##name parameters {                          \
    static Wrapped<type parameters> wrapped(#name);                  \
    return wrapped.must_fail() ? (failure) : wrapped.real arguments; \
  }
// What moves `size` bytes may also be short.
#define WRAP_TRANSFER(name, parameters, arguments)           \
  extern "C" ssize_t fault_##name parameters __asm__(#name); \
  extern "C" ssize_t fault_##name parameters {               \
    static Wrapped<ssize_t parameters> wrapped(#name);       \
    if (wrapped.must_fail()) {                               \
      if (g_error != k_short) return -1;                     \
      size = (size + 1) / 2;                                 \
    }                                                        \
    return wrapped.real arguments;                           \
  }

using Pointer = const void*;

WRAP(pid_t, fork, (), (), -1)
WRAP(int, posix_spawn, (pid_t * pid, Pointer path, Pointer actions, Pointer attributes, Pointer argv, Pointer environment),
     (pid, path, actions, attributes, argv, environment), g_error)
WRAP(int, waitid, (int kind, id_t id, Pointer info, int options), (kind, id, info, options), -1)
WRAP(int, sigwaitinfo, (Pointer set, Pointer info), (set, info), -1)

WRAP(int, pipe, (int* ends), (ends), -1)
WRAP(int, pipe2, (int* ends, int flags), (ends, flags), -1)
WRAP(int, socketpair, (int domain, int type, int protocol, int* ends), (domain, type, protocol, ends), -1)
WRAP(int, socket, (int domain, int type, int protocol), (domain, type, protocol), -1)
WRAP(int, bind, (int socket, Pointer address, unsigned size), (socket, address, size), -1)
WRAP(int, listen, (int socket, int backlog), (socket, backlog), -1)
WRAP(int, connect, (int socket, Pointer address, unsigned size), (socket, address, size), -1)
WRAP(int, accept, (int socket, Pointer address, Pointer size), (socket, address, size), -1)
WRAP(int, getsockname, (int socket, Pointer address, Pointer size), (socket, address, size), -1)
WRAP(int, getsockopt, (int socket, int level, int name, Pointer value, Pointer size), (socket, level, name, value, size), -1)
WRAP(int, setsockopt, (int socket, int level, int name, Pointer value, unsigned size), (socket, level, name, value, size), -1)

WRAP(int, open, (Pointer path, int flags, mode_t mode), (path, flags, mode), -1)
WRAP(int, openat, (int directory, Pointer path, int flags, mode_t mode), (directory, path, flags, mode), -1)
WRAP(void*, fopen64, (Pointer path, Pointer mode), (path, mode), nullptr)
WRAP(int, memfd_create, (Pointer name, unsigned flags), (name, flags), -1)
WRAP(int, mkstemp, (char* name), (name), -1)
WRAP(int, mkostemp, (char* name, int flags), (name, flags), -1)
WRAP(char*, mkdtemp, (char* name), (name), nullptr)
WRAP(int, mkdir, (Pointer path, mode_t mode), (path, mode), -1)
WRAP(int, mkfifo, (Pointer path, mode_t mode), (path, mode), -1)
WRAP(int, rename, (Pointer from, Pointer to), (from, to), -1)
WRAP(int, linkat, (int a, Pointer from, int b, Pointer to, int flags), (a, from, b, to, flags), -1)
WRAP(int, flock, (int file, int operation), (file, operation), -1)

WRAP_TRANSFER(read, (int file, Pointer bytes, size_t size), (file, bytes, size))
WRAP_TRANSFER(write, (int file, Pointer bytes, size_t size), (file, bytes, size))
WRAP_TRANSFER(pread, (int file, Pointer bytes, size_t size, off_t at), (file, bytes, size, at))
WRAP_TRANSFER(recv, (int socket, Pointer bytes, size_t size, int flags), (socket, bytes, size, flags))
WRAP_TRANSFER(send, (int socket, Pointer bytes, size_t size, int flags), (socket, bytes, size, flags))
WRAP(ssize_t, writev, (int file, Pointer parts, int count), (file, parts, count), -1)
WRAP(ssize_t, sendmsg, (int socket, Pointer message, int flags), (socket, message, flags), -1)
WRAP(ssize_t, getrandom, (Pointer bytes, size_t size, unsigned flags), (bytes, size, flags), -1)

WRAP(int, epoll_create1, (int flags), (flags), -1)
WRAP(int, epoll_ctl, (int epoll, int operation, int file, Pointer event), (epoll, operation, file, event), -1)
WRAP(int, epoll_wait, (int epoll, Pointer events, int most, int milliseconds), (epoll, events, most, milliseconds), -1)
WRAP(int, eventfd, (unsigned value, int flags), (value, flags), -1)
WRAP(int, timerfd_create, (int clock, int flags), (clock, flags), -1)
WRAP(int, timerfd_settime, (int timer, int flags, Pointer value, Pointer old), (timer, flags, value, old), -1)
WRAP(int, poll, (Pointer watched, unsigned long count, int milliseconds), (watched, count, milliseconds), -1)

// Only what waits can be interrupted.
extern "C" pid_t fault_waitpid(pid_t pid, int* status, int options) __asm__("waitpid");
extern "C" pid_t fault_waitpid(pid_t pid, int* status, int options) {
  static Wrapped<pid_t(pid_t, int*, int)> wrapped("waitpid");
  if ((options & WNOHANG) == 0 && wrapped.must_fail()) return -1;
  return wrapped.real(pid, status, options);
}
// To make a descriptor non-blocking never fails.
extern "C" int fault_ioctl(int file, unsigned long request, long argument) __asm__("ioctl");
extern "C" int fault_ioctl(int file, unsigned long request, long argument) {
  static Wrapped<int(int, unsigned long, long)> wrapped("ioctl");
  if (request != FIONBIO && wrapped.must_fail()) return -1;
  return wrapped.real(file, request, argument);
}
// Of these two only what makes a descriptor.
extern "C" int fault_fcntl(int file, int command, long argument) __asm__("fcntl");
extern "C" int fault_fcntl(int file, int command, long argument) {
  static Wrapped<int(int, int, long)> wrapped("fcntl");
  if ((command == F_DUPFD || command == F_DUPFD_CLOEXEC) && wrapped.must_fail()) return -1;
  return wrapped.real(file, command, argument);
}
extern "C" long fault_syscall(long number, long a, long b, long c, long d, long e, long f) __asm__("syscall");
extern "C" long fault_syscall(long number, long a, long b, long c, long d, long e, long f) {
  static Wrapped<long(long, long, long, long, long, long, long)> wrapped("syscall");
  constexpr long k_pidfd_open = 434;
  if (number == k_pidfd_open && wrapped.must_fail()) return -1;
  return wrapped.real(number, a, b, c, d, e, f);
}
