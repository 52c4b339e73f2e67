#include "forkserver/answer.h"

#include <cstring>

namespace trireme::forkserver {

pid_t started(const agent::Reply& reply) { return reply.kind == agent::ReplyKind::started && reply.pid > 1 ? reply.pid : 0; }

Answer understood(std::string_view packet) {
  agent::Reply reply;
  if (packet.size() != sizeof reply) return {Answer::Kind::gone, 0, "ended or was killed"};
  std::memcpy(&reply, packet.data(), sizeof reply);
  reply.text[sizeof reply.text - 1] = '\0';
  switch (reply.kind) {
    case agent::ReplyKind::ready: return {Answer::Kind::ready, 0, ""};
    case agent::ReplyKind::unfit: return {Answer::Kind::unfit, 0, reply.text};
    case agent::ReplyKind::started:
      if (started(reply) == 0) break;
      return {Answer::Kind::started, reply.pid, ""};
    case agent::ReplyKind::refused: return {Answer::Kind::refused, 0, reply.text};
    case agent::ReplyKind::ended: break;
  }
  return {Answer::Kind::gone, 0, "does not answer as it should"};
}

}  // namespace trireme::forkserver
