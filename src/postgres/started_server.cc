#include "postgres/started_server.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/hash.h"
#include "base/temp_dir.h"
#include "postgres/fresh_cluster.h"

namespace trireme::postgres {

namespace {

constexpr const char* k_file = "/server";
constexpr int k_grace = 10'000;  // milliseconds for a server to end

// Until it has ended. -1 is what there is when it is gone already.
bool ends(pid_t server) {
  const base::Fd process(static_cast<int>(syscall(SYS_pidfd_open, server, 0)));
  if (!process) return true;
  kill(server, SIGQUIT);
  pollfd end{.fd = process.get(), .events = POLLIN};
  return poll(&end, 1, k_grace) == 1;
}

// The number that is written there may be another process's by now: a server's working directory is its data.
pid_t server_in(const std::string& data) {
  pid_t pid = 0;
  std::ifstream(data + "/postmaster.pid") >> pid;
  std::error_code error;
  const auto place = std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/cwd", error);
  return !error && place == std::filesystem::canonical(data, error) ? pid : 0;
}

bool write_down(const std::string& place, const StartedServer& server) {
  return base::replace_file(place + k_file, server.directory + '\n' + server.socket_directory + '\n' + server.key + '\n');
}

}  // namespace

Address StartedServer::address() const { return {socket_directory, 5432, k_superuser, {}}; }

std::optional<StartedServer> find_started(const std::string& place) {
  if (place.empty()) return std::nullopt;
  std::ifstream lines(place + k_file);
  StartedServer server;
  std::getline(lines, server.directory);
  std::getline(lines, server.socket_directory);
  if (!std::getline(lines, server.key)) return std::nullopt;
  if (access(server.directory.c_str(), F_OK) != 0 || base::lock_directory(server.directory)) return std::nullopt;
  return server;
}

Async<void> start_server(std::string place, Server::Settings settings) {
  CO_TRY(ServerDirectory directory, ServerDirectory::make(settings.user));
  const ClusterCache cache(base::cache_directory("postgres"));
  CO_CHECK(co_await make_fresh_cluster(settings, cache, directory.data()));
  settings.held = directory.locks();
  // Before it starts, so that it is found even if we are killed.
  StartedServer started{directory.path(), directory.socket_directory(), k_starting};
  if (!write_down(place, started)) co_return base::fail_errno("cannot write in " + place);
  CO_TRY(Server server, co_await Server::start(settings, place_in(directory)));
  started.key = base::hash(cluster_key(settings));
  if (!write_down(place, started)) co_return base::fail_errno("cannot write in " + place);
  server.leave();
  directory.keep();
  co_return base::Result<void>();
}

base::Result<void> stop_server(const std::string& place, const StartedServer& server) {
  const pid_t pid = server_in(server.directory + "/data");
  if (pid > 0 && !ends(pid)) return base::fail("the server in {} does not end", server.directory);
  std::remove((place + k_file).c_str());
  base::remove_tree(server.directory);
  if (server.socket_directory != server.directory) base::remove_tree(server.socket_directory);
  return {};
}

}  // namespace trireme::postgres
