// The program must not see the handler: where it asks what is set for a signal it is told the default, and what it sets itself
// replaces ours, as it would the default.
#include "agent/crash.h"

#include <dlfcn.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>

#include "agent/channel.h"
#include "agent/text.h"
#include "agent/wire.h"

namespace trireme::agent {

namespace {

using Action = int (*)(int, const struct sigaction*, struct sigaction*);
using Stack = int (*)(const stack_t*, stack_t*);
using Setter = sighandler_t (*)(int, sighandler_t);

constexpr int k_signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGTRAP};
constexpr timeval k_patience = {.tv_sec = 15, .tv_usec = 0};  // the runner's is shorter

pid_t g_armed = 0;
// The main thread's own may be what has overflowed.
alignas(16) char g_stack[32 * 1024];

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

Action real_sigaction() {
  static Action found = nullptr;
  if (found == nullptr) found = real<Action>("sigaction");
  return found;
}

Stack real_sigaltstack() {
  static Stack found = nullptr;
  if (found == nullptr) found = real<Stack>("sigaltstack");
  return found;
}

// Only what may be called in a signal handler. Ends when the runner closes its end.
void wait_for_runner() {
  const CrashNotice notice{.thread = static_cast<pid_t>(syscall(SYS_gettid))};
  const int socket = connect_to_channel();
  if (socket < 0) return;
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);  // where else only ancestors may
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &k_patience, sizeof k_patience);
  char nothing = 0;
  if (send(socket, &notice, sizeof notice, MSG_NOSIGNAL) == sizeof notice) {
    while (recv(socket, &nothing, 1, 0) < 0 && errno == EINTR) {
    }
  }
  close(socket);
}

// When it returns, the signal comes again, and is deadly.
void on_crash(int signal, siginfo_t* /*info*/, void* /*context*/) {
  const int number = errno;
  if (getpid() == g_armed) wait_for_runner();
  struct sigaction deadly {};
  deadly.sa_handler = SIG_DFL;
  real_sigaction()(signal, &deadly, nullptr);
  syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
  errno = number;
}

bool is_ours(const struct sigaction& action) { return (action.sa_flags & SA_SIGINFO) != 0 && action.sa_sigaction == on_crash; }

void hide(struct sigaction* old) {
  if (old != nullptr && is_ours(*old)) *old = {};
}

void hide(stack_t* old) {
  if (old != nullptr && old->ss_sp == g_stack) *old = {.ss_sp = nullptr, .ss_flags = SS_DISABLE, .ss_size = 0};
}

sighandler_t hide(sighandler_t old) {
  struct sigaction ours {};
  ours.sa_sigaction = on_crash;
  return old == ours.sa_handler ? SIG_DFL : old;
}

bool has_a_stack() {
  stack_t stack{};
  return real_sigaltstack()(nullptr, &stack) != 0 || (stack.ss_flags & SS_DISABLE) == 0;
}

}  // namespace

void install_crash_handler() {
  const stack_t stack{.ss_sp = g_stack, .ss_flags = 0, .ss_size = sizeof g_stack};
  if (!has_a_stack()) real_sigaltstack()(&stack, nullptr);
  struct sigaction ours {};
  ours.sa_sigaction = on_crash;
  ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const int each : k_signals) {
    struct sigaction set {};
    const bool is_default = real_sigaction()(each, nullptr, &set) == 0 && set.sa_handler == SIG_DFL && set.sa_flags == 0;
    if (is_default) real_sigaction()(each, &ours, nullptr);
  }
}

void arm_crashes() { g_armed = getpid(); }

}  // namespace trireme::agent

#define TRIREME_EXPORTED extern "C" __attribute__((visibility("default")))

TRIREME_EXPORTED int sigaction(int signal, const struct sigaction* action, struct sigaction* old) noexcept {
  using namespace trireme::agent;
  const int result = real_sigaction()(signal, action, old);
  if (result == 0) hide(old);
  return result;
}

TRIREME_EXPORTED int sigaltstack(const stack_t* stack, stack_t* old) noexcept {
  using namespace trireme::agent;
  const int result = real_sigaltstack()(stack, old);
  if (result == 0) hide(old);
  return result;
}

#define TRIREME_SETTER(NAME)                                                      \
  TRIREME_EXPORTED sighandler_t NAME(int signal, sighandler_t handler) noexcept { \
    using namespace trireme::agent;                                               \
    static Setter found = nullptr;                                                \
    if (found == nullptr) found = real<Setter>(#NAME);                            \
    return hide(found(signal, handler));                                          \
  }

TRIREME_SETTER(signal)
TRIREME_SETTER(ssignal)
TRIREME_SETTER(bsd_signal)
TRIREME_SETTER(sysv_signal)
TRIREME_SETTER(__sysv_signal)
TRIREME_SETTER(sigset)
