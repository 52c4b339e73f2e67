// One child at a time. It is reaped only on request: until then its process group's number cannot be taken by another, so the
// runner can signal the group without a doubt whom it hits. Nothing else may reap it, nor disturb this process: signals are
// blocked here and SIGCHLD has its default action, whatever the program has made of them for itself.
//
// A child says itself that it has started, before it goes on to main: when this process is killed at that moment, the runner
// either hears of the child or it ends.
#include "agent/server.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <initializer_list>

#include "agent/appearance.h"
#include "agent/binding.h"
#include "agent/channel.h"
#include "agent/counting.h"
#include "agent/counts.h"
#include "agent/crash.h"
#include "agent/heap.h"
#include "agent/text.h"
#include "agent/variables.h"
#include "agent/waiting.h"
#include "agent/wire.h"

namespace trireme::agent {

namespace {

constexpr int k_worth_binding = 2;  // children: a server for one need not

struct Message {
  Request head;
  char strings[k_longest_request];
};

// What the program had set of that which this process must have otherwise, or which a fork does not keep.
struct Kept {
  sigset_t blocked;
  struct sigaction on_child;
  int death_signal;
  int subreaper;
  off_t said;  // bytes that it has written to its output
};

// Outside the heap and the stack of the program.
Message g_message;
Kept g_kept;
pid_t g_child = 0;

bool acts_on_children() { return g_kept.on_child.sa_handler != SIG_DFL || g_kept.on_child.sa_flags != 0; }

void take_over_process() {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &g_kept.blocked);
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  sigaction(SIGCHLD, nullptr, &g_kept.on_child);
  if (acts_on_children()) sigaction(SIGCHLD, &standard, nullptr);
  prctl(PR_GET_PDEATHSIG, &g_kept.death_signal);
  prctl(PR_GET_CHILD_SUBREAPER, &g_kept.subreaper);
  prctl(PR_SET_CHILD_SUBREAPER, 0);  // what a child leaves behind falls to the runner
  struct stat output {};
  if (fstat(STDOUT_FILENO, &output) == 0 && S_ISREG(output.st_mode)) g_kept.said = output.st_size;
}

void give_back_process() {
  prctl(PR_SET_PDEATHSIG, g_kept.death_signal);
  prctl(PR_SET_CHILD_SUBREAPER, g_kept.subreaper);
  if (acts_on_children()) sigaction(SIGCHLD, &g_kept.on_child, nullptr);
  sigprocmask(SIG_SETMASK, &g_kept.blocked, nullptr);
}

[[noreturn]] void leave() {
  if (g_child > 0) kill(-g_child, SIGKILL);
  _exit(0);
}

void tell(int socket, const Reply& reply) {
  if (send(socket, &reply, sizeof reply, MSG_NOSIGNAL) < 0) leave();
}

void tell(int socket, ReplyKind kind, const char* why) {
  Reply reply{.kind = kind};
  std::strncpy(reply.text, why, sizeof reply.text - 1);
  tell(socket, reply);
}

// What came with a message; -1: nothing did.
struct Descriptors {
  int output = -1;
  int counts = -1;
};

void close_all(const Descriptors& descriptors) {
  for (const int each : {descriptors.output, descriptors.counts}) {
    if (each >= 0) close(each);
  }
}

// The size of the message.
ssize_t receive(int socket, Descriptors& descriptors) {
  iovec data{.iov_base = &g_message, .iov_len = sizeof g_message};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptors)];
  msghdr header{};
  header.msg_iov = &data;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  ssize_t size = 0;
  while ((size = recvmsg(socket, &header, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  const cmsghdr* rights = size > 0 ? CMSG_FIRSTHDR(&header) : nullptr;
  if (rights != nullptr && rights->cmsg_type == SCM_RIGHTS)
    std::memcpy(&descriptors, CMSG_DATA(rights), rights->cmsg_len - CMSG_LEN(0));
  return size;
}

void reap(int socket) {
  look_at_child(g_child);
  forget_counts();
  siginfo_t info{};
  rusage usage{};
  while (syscall(SYS_waitid, P_PID, g_child, &info, WEXITED, &usage) != 0 && errno == EINTR) {
  }
  learn_from(usage.ru_minflt);
  g_child = 0;
  Reply reply{.kind = ReplyKind::ended};
  (info.si_code == CLD_EXITED ? reply.code : reply.signal) = info.si_status;
  tell(socket, reply);
}

Wanted wanted() { return {g_message.strings, g_message.head.arguments, g_message.head.variables}; }

// The variable a child would have needed another value of before main; nullptr if there is none. `counts`: in memory.
const char* late_variable(bool counts) {
  const char* each = wanted().first_change();
  for (std::uint32_t i = 0; i < g_message.head.variables; ++i, each = next(each)) {
    // It was told to write nothing, which is what a child that counts in memory wants; what that starts gets its own.
    if (counts && same_name(each, k_clang_file)) continue;
    if (was_read(each)) return each;
    // Whether it would have set this one, or removed it, cannot be known.
    if (!is_given(each) && !environment_is_untouched()) return each;
  }
  return nullptr;
}

void refuse(int socket, const char* variable) {
  Reply reply{.kind = ReplyKind::refused};
  const int length = static_cast<int>(name_length(variable));
  std::snprintf(reply.text, sizeof reply.text, "reads or sets the variable %.*s before main", length, variable);
  tell(socket, reply);
}

// What the program wrote before main comes first, as it would in a process of its own.
void repeat_output(int output) {
  char piece[4096];
  for (off_t at = 0; at < g_kept.said;) {
    const ssize_t size = pread(STDOUT_FILENO, piece, sizeof piece, at);
    if (size <= 0 || write(output, piece, static_cast<std::size_t>(size)) != size) return;
    at += size;
  }
}

void wire_output(int output) {
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  if (output > STDERR_FILENO) close(output);
}

Program become_child(int socket, int output) {
  begin_counting();
  if (g_message.head.kind == RequestKind::list) keep_silent();
  copy_heap();
  setpgid(0, 0);
  tell(socket, Reply{.kind = ReplyKind::started, .pid = getpid()});
  close(socket);
  repeat_output(output);
  wire_output(output);
  redirect_channel(g_message.head.port);
  arm_crashes();
  const Appearance appearance = make_appearance(wanted());
  put_on(appearance);
  give_back_process();
  return {appearance.argc, appearance.argv, appearance.environment};
}

}  // namespace

Program serve(int socket) {
  stop_watching();
  take_over_process();
  look_at_oneself();
  install_crash_handler();
  look_up_what_forks();
  look_up_what_waits();
  look_at_heap();
  for (int asked = 0;;) {
    Descriptors descriptors;
    const ssize_t size = receive(socket, descriptors);
    if (size < static_cast<ssize_t>(sizeof(Request))) leave();
    if (g_message.head.kind == RequestKind::reap) {
      reap(socket);
      continue;
    }
    if (const char* variable = late_variable(descriptors.counts >= 0)) {
      close_all(descriptors);
      refuse(socket, variable);
      continue;
    }
    if (++asked == k_worth_binding) bind_functions();
    if (g_message.head.kind == RequestKind::list) prepare_silence();
    if (descriptors.counts >= 0) prepare_counting(descriptors.counts);
    const pid_t child = fork();
    if (child == 0) {
      if (descriptors.counts >= 0) close(descriptors.counts);
      return become_child(socket, descriptors.output);
    }
    leave_counting(child > 0);
    close_all(descriptors);
    if (child < 0) {
      tell(socket, ReplyKind::refused, "could not be forked");
      continue;
    }
    setpgid(child, child);
    g_child = child;
  }
}

}  // namespace trireme::agent
