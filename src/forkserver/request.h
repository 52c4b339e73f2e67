// Requests to the agent as they are sent (agent/wire.h).
#pragma once

#include <string>
#include <vector>

#include "agent/wire.h"
#include "base/child.h"
#include "base/result.h"

namespace trireme::forkserver {

// Makes the loader load the agent: adds to LD_PRELOAD, and keeps the caller's own value for the agent to restore.
void preload(std::vector<std::string>& environment, const std::string& first);

// The changes that make `wanted` of `given`: "NAME=value" to set, "NAME" to remove; in the order of
// `wanted`. `given` is sorted.
std::vector<std::string> changes(const std::vector<std::string>& given, std::vector<std::string> wanted);

// Fails when it is too long to send.
base::Result<std::string> run_request(agent::RequestKind kind, const base::SpawnSpec& child,
                                      const std::vector<std::string>& environment, int port);
std::string reap_request();

// The descriptors, two at most, are sent with it.
base::Result<void> send_request(int socket, const std::string& request, const std::vector<int>& descriptors);

}  // namespace trireme::forkserver
