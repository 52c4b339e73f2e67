// Preloaded into a test program: stops it just before main, when its libraries are loaded and its static initialisers have
// run, and makes it a fork server.
//
// Nothing here may disturb the program: no C++ library, no heap, no stdio, no signal handlers. Started by anybody but the
// runner, it does nothing.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>

#include "agent/counting.h"
#include "agent/fitness.h"
#include "agent/next_definition.h"
#include "agent/server.h"
#include "agent/variables.h"
#include "agent/wire.h"

namespace trireme::agent {

namespace {

using Main = int (*)(int, char**, char**);
using LibcStartMain = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);

int g_socket = -1;
Main g_main = nullptr;

// As high as it goes: a program that opens files before main gets the numbers it would get without us.
int moved_up(int fd) {
  rlimit limit{};
  const bool known = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > 64;
  const int high = known && limit.rlim_cur < 4096 ? static_cast<int>(limit.rlim_cur) - 1 : 1023;
  const int moved = fcntl(fd, F_DUPFD_CLOEXEC, known ? high : 32);
  close(fd);
  return moved;
}

// With system calls alone.
[[noreturn]] void refuse(const Reply& reply) {
  syscall(SYS_sendto, k_socket_descriptor, &reply, sizeof reply, MSG_NOSIGNAL, nullptr, 0);
  for (;;) syscall(SYS_exit_group, 0);
}

// The first initialiser of all (-z initfirst), before the C library's own: only what is given may be used.
__attribute__((constructor)) void prepare(int /*argc*/, char** /*argv*/, char** environment) {
  const Reply* refusal = sanitizer_in_the_way();
  if (refusal != nullptr && is_for_us(environment)) refuse(*refusal);
  const pid_t runner = take_over_environment(environment);
  if (runner == 0) return;
  close(k_library_descriptor);
  const int socket = moved_up(k_socket_descriptor);
  // Where another library's initialiser could run before this one and start a process, that has our variables too.
  if (runner != getppid()) {
    close(socket);
    return;
  }
  g_socket = socket;
  remember_descriptors(g_socket);
  watch_forks();
}

void greet() {
  if (!owns(g_socket)) _exit(0);
  Reply reply;
  const char* why = unfit_because(g_socket);
  if (why != nullptr) {
    reply.kind = ReplyKind::unfit;
    std::strncpy(reply.text, why, sizeof reply.text - 1);
  }
  const bool heard = send(g_socket, &reply, sizeof reply, MSG_NOSIGNAL) == sizeof reply;
  if (why != nullptr || !heard) _exit(0);
}

int stopped_main(int /*argc*/, char** /*argv*/, char** /*environment*/) {
  greet();
  const Program program = serve(g_socket);
  return g_main(program.argc, program.argv, program.environment);
}

}  // namespace

}  // namespace trireme::agent

TRIREME_EXPORTED int __libc_start_main(trireme::agent::Main main, int argc, char** argv, void (*init)(), void (*fini)(),
                                       void (*rtld_fini)(), void* stack_end) {
  using namespace trireme::agent;
  const auto real = next_definition<LibcStartMain>("__libc_start_main");
  g_main = main;
  return real(g_socket < 0 ? main : stopped_main, argc, argv, init, fini, rtld_fini, stack_end);
}
