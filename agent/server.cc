// One child at a time. It is reaped only on request: until then its process group's number cannot be taken by another, so the
// runner can signal the group without a doubt whom it hits.
#include "agent/server.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "agent/appearance.h"
#include "agent/fitness.h"
#include "agent/variables.h"
#include "agent/wire.h"

namespace trireme::agent {

namespace {

struct Message {
  Request head;
  char strings[k_longest_request];
};

// Outside the heap and the stack of the program.
Message g_message;
pid_t g_child = 0;

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

// The size of the message; the descriptor that came with it in `output`, or -1.
ssize_t receive(int socket, int& output) {
  iovec data{.iov_base = &g_message, .iov_len = sizeof g_message};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr header{};
  header.msg_iov = &data;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  ssize_t size = 0;
  while ((size = recvmsg(socket, &header, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  const cmsghdr* rights = size > 0 ? CMSG_FIRSTHDR(&header) : nullptr;
  output = -1;
  if (rights != nullptr && rights->cmsg_type == SCM_RIGHTS) std::memcpy(&output, CMSG_DATA(rights), sizeof output);
  return size;
}

void reap(int socket) {
  siginfo_t info{};
  while (waitid(P_PID, static_cast<id_t>(g_child), &info, WEXITED) != 0 && errno == EINTR) {
  }
  g_child = 0;
  Reply reply{.kind = ReplyKind::ended};
  (info.si_code == CLD_EXITED ? reply.code : reply.signal) = info.si_status;
  tell(socket, reply);
}

// The variable a child would have needed another value of before main; nullptr if there is none.
const char* late_variable() {
  const char* each = g_message.strings;
  for (std::uint32_t i = 0; i < g_message.head.arguments; ++i) each += std::strlen(each) + 1;
  for (std::uint32_t i = 0; i < g_message.head.variables; ++i, each += std::strlen(each) + 1) {
    if (was_read(each)) return each;
  }
  return nullptr;
}

void refuse(int socket, const char* variable) {
  Reply reply{.kind = ReplyKind::refused};
  const int length = static_cast<int>(std::strcspn(variable, "="));
  std::snprintf(reply.text, sizeof reply.text, "reads the variable %.*s before main", length, variable);
  tell(socket, reply);
}

void wire_output(int output) {
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  if (output > STDERR_FILENO) close(output);
}

Program become_child(int socket, int output) {
  setpgid(0, 0);
  close(socket);
  wire_output(output);
  const Appearance appearance = make_appearance(g_message.strings, g_message.head.arguments, g_message.head.variables);
  put_on(appearance);
  return {appearance.argc, appearance.argv, appearance.environment};
}

}  // namespace

Program serve(int socket) {
  stop_watching();
  for (;;) {
    int output = -1;
    const ssize_t size = receive(socket, output);
    if (size < static_cast<ssize_t>(sizeof(Request))) leave();
    if (g_message.head.kind == RequestKind::reap) {
      reap(socket);
      continue;
    }
    if (const char* variable = late_variable()) {
      close(output);
      refuse(socket, variable);
      continue;
    }
    const pid_t child = fork();
    if (child == 0) return become_child(socket, output);
    close(output);
    if (child < 0) {
      tell(socket, ReplyKind::refused, "could not be forked");
      continue;
    }
    setpgid(child, child);
    g_child = child;
    tell(socket, Reply{.kind = ReplyKind::started, .pid = child});
  }
}

}  // namespace trireme::agent
