// The program must not see the handler: where it asks what is set for a signal it is told the default, and what it sets itself
// replaces ours, as it would the default.
#include "agent/crash.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "agent/channel.h"
#include "agent/next_definition.h"
#include "agent/wire.h"

namespace trireme::agent {

namespace {

using Action = int (*)(int, const struct sigaction*, struct sigaction*);
using Stack = int (*)(const stack_t*, stack_t*);
using Setter = sighandler_t (*)(int, sighandler_t);

enum SetterName { k_signal, k_ssignal, k_bsd_signal, k_sysv_signal, k_sysv_signal_2, k_sigset, k_setters };

constexpr int k_signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGTRAP};
constexpr const char* k_setter_names[k_setters] = {"signal", "ssignal", "bsd_signal", "sysv_signal", "__sysv_signal", "sigset"};
constexpr timespec k_patience = {.tv_sec = 15, .tv_nsec = 0};  // the runner's is shorter

pid_t g_armed = 0;
// The main thread's own may be what has overflowed.
alignas(16) char g_stack[32 * 1024];

Action real_sigaction() {
  static Action found = nullptr;
  if (found == nullptr) found = next_definition<Action>("sigaction");
  return found;
}

Stack real_sigaltstack() {
  static Stack found = nullptr;
  if (found == nullptr) found = next_definition<Stack>("sigaltstack");
  return found;
}

Setter real_setter(SetterName name) {
  static Setter found[k_setters] = {};
  if (found[name] == nullptr) found[name] = next_definition<Setter>(k_setter_names[name]);
  return found[name];
}

// What follows, until the program is told what is set, calls only what may be called in a signal handler.

bool tell_runner(int signal) {
  const CrashNotice notice{.thread = static_cast<pid_t>(syscall(SYS_gettid)), .signal = signal};
  const int socket = connect_to_channel();
  const bool told = socket >= 0 && send(socket, &notice, sizeof notice, MSG_NOSIGNAL) == sizeof notice;
  if (socket >= 0) close(socket);
  return told;
}

// Nobody may hear of us.
bool will_go_on_in_the_end() {
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGCONT;
  const itimerspec when{.it_interval = {}, .it_value = k_patience};
  int timer = 0;
  return syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer) == 0 &&
         syscall(SYS_timer_settime, timer, 0, &when, nullptr) == 0;
}

void send_to_this_thread(int signal) { syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal); }

// All threads, as the signal would end them all: none may do anything any more. Sent to this thread, which would go on for a while
// if another one took it.
void stand_still(int signal) {
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);  // where else only ancestors may
  if (will_go_on_in_the_end() && tell_runner(signal)) send_to_this_thread(SIGSTOP);
}

// When it returns, the signal comes again, and is deadly.
void on_crash(int signal, siginfo_t* /*info*/, void* /*context*/) {
  if (getpid() == g_armed) stand_still(signal);
  struct sigaction deadly {};
  deadly.sa_handler = SIG_DFL;
  real_sigaction()(signal, &deadly, nullptr);
  send_to_this_thread(signal);
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

sighandler_t set(SetterName name, int signal, sighandler_t handler) { return hide(real_setter(name)(signal, handler)); }

// A program may set handlers in a handler.
void look_up_all() {
  (void)real_sigaction();
  (void)real_sigaltstack();
  for (int each = 0; each < k_setters; ++each) (void)real_setter(static_cast<SetterName>(each));
}

bool has_a_stack() {
  stack_t stack{};
  return real_sigaltstack()(nullptr, &stack) != 0 || (stack.ss_flags & SS_DISABLE) == 0;
}

}  // namespace

void install_crash_handler() {
  look_up_all();
  const stack_t stack{.ss_sp = g_stack, .ss_flags = 0, .ss_size = sizeof g_stack};
  if (!has_a_stack()) real_sigaltstack()(&stack, nullptr);
  struct sigaction ours {};
  ours.sa_sigaction = on_crash;
  ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigfillset(&ours.sa_mask);  // no handler of the program's may run once it is told
  for (const int each : k_signals) {
    struct sigaction set {};
    const bool is_default = real_sigaction()(each, nullptr, &set) == 0 && set.sa_handler == SIG_DFL && set.sa_flags == 0;
    if (is_default) real_sigaction()(each, &ours, nullptr);
  }
}

void arm_crashes() { g_armed = getpid(); }

}  // namespace trireme::agent

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

TRIREME_EXPORTED sighandler_t signal(int signal, sighandler_t handler) noexcept {
  return trireme::agent::set(trireme::agent::k_signal, signal, handler);
}

TRIREME_EXPORTED sighandler_t ssignal(int signal, sighandler_t handler) noexcept {
  return trireme::agent::set(trireme::agent::k_ssignal, signal, handler);
}

TRIREME_EXPORTED sighandler_t bsd_signal(int signal, sighandler_t handler) noexcept {
  return trireme::agent::set(trireme::agent::k_bsd_signal, signal, handler);
}

TRIREME_EXPORTED sighandler_t sysv_signal(int signal, sighandler_t handler) noexcept {
  return trireme::agent::set(trireme::agent::k_sysv_signal, signal, handler);
}

TRIREME_EXPORTED sighandler_t __sysv_signal(int signal, sighandler_t handler) noexcept {
  return trireme::agent::set(trireme::agent::k_sysv_signal_2, signal, handler);
}

TRIREME_EXPORTED sighandler_t sigset(int signal, sighandler_t handler) noexcept {
  return trireme::agent::set(trireme::agent::k_sigset, signal, handler);
}
