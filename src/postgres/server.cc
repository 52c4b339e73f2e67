#include "postgres/server.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/fd.h"
#include "base/guard.h"
#include "base/shared_memory.h"
#include "postgres/program.h"
#include "postgres/server_log.h"

namespace trireme::postgres {

namespace {

constexpr auto k_poll = std::chrono::milliseconds(2);
constexpr auto k_patience = std::chrono::seconds(60);  // for a server to start
constexpr int k_grace = 10'000;                        // milliseconds for a server to end

// A crash of one of its processes ends the server: what it would come back with need not be what tests left in it.
std::vector<std::string> arguments(const Server::Settings& settings, const Server::Place& place) {
  const std::vector<std::string> values = {"listen_addresses=",
                                           fmt::format("port={}", place.port),
                                           "unix_socket_directories=" + place.socket_directory,
                                           fmt::format("max_connections={}", settings.max_connections),
                                           "fsync=off",
                                           "synchronous_commit=off",
                                           "full_page_writes=off",
                                           "wal_level=minimal",
                                           "max_wal_senders=0",
                                           "min_wal_size=2MB",
                                           "restart_after_crash=off",
                                           "dynamic_shared_memory_type=mmap",
                                           "autovacuum_naptime=1h",
                                           "timezone=UTC",
                                           "log_timezone=UTC",
                                           "log_checkpoints=off",
                                           std::string("log_line_prefix=") + k_log_line_prefix};
  std::vector<std::string> argv = {settings.installation.program("postgres"), "-D", place.data};
  for (const std::string& each : values) argv.insert(argv.end(), {"-c", each});
  return argv;
}

bool has_locale(const char* name) {
  const locale_t locale = newlocale(LC_ALL_MASK, name, nullptr);
  if (locale != nullptr) freelocale(locale);
  return locale != nullptr;
}

// All processes of a server work in its data directory.
bool works_in(const std::string& directory, pid_t process) {
  std::array<char, 4096> place{};
  const ssize_t size = readlink(fmt::format("/proc/{}/cwd", process).c_str(), place.data(), place.size());
  return size >= 0 && std::string_view(place.data(), static_cast<std::size_t>(size)) == directory;
}

// As its postmaster.pid says, if it is this server's; pg_ctl waits for the same.
bool is_ready(const std::string& data, pid_t server) {
  constexpr int k_line = 8;
  std::ifstream lines(data + "/postmaster.pid");
  pid_t pid = 0;
  lines >> pid;
  std::string status;
  for (int line = 1; line <= k_line; ++line) std::getline(lines, status);
  return pid == server && status.starts_with("ready");
}

bool ends_within(const base::Child& child, int milliseconds) {
  pollfd end{.fd = child.pidfd(), .events = POLLIN};
  return poll(&end, 1, milliseconds) == 1;
}

}  // namespace

std::vector<std::string> initdb_arguments() {
  const std::string locale = has_locale("C.UTF-8") ? "C.UTF-8" : "C";
  return {"--username", k_superuser, "--auth=trust", "--encoding=UTF8", "--locale=" + locale, "--no-sync", "--wal-segsize=1"};
}

Async<void> make_cluster(const Server::Settings& settings, const std::string& data) {
  base::SpawnSpec spec{.argv = {settings.installation.program("initdb"), "-D", data}, .environment = settings.environment};
  for (std::string& each : initdb_arguments()) spec.argv.push_back(std::move(each));
  spec.directory = "/";
  spec.identity = settings.user;
  auto made = co_await run_program(std::move(spec));
  if (!made) co_return base::fail("initdb cannot make a database cluster in {}: {}", data, made.error().text);
  co_return base::Result<void>();
}

Server::Place place_in(const ServerDirectory& directory) {
  return {directory.data(), directory.log(), directory.socket_directory()};
}

Async<Server> Server::start(const Settings& settings, Place place) {
  const base::Fd log(open(place.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!log) co_return base::fail_errno("cannot open " + place.log);
  base::SpawnSpec spec{.argv = arguments(settings, place), .environment = settings.environment, .directory = "/"};
  spec.output = log.get();
  spec.identity = settings.user;
  spec.passed = settings.held;
  spec.death_signal = settings.held.empty() ? SIGQUIT : 0;
  CO_TRY(base::Child process, base::spawn(spec));
  const RunningProgram starting(process.pid());
  Address address{place.socket_directory, place.port, k_superuser, {}};
  std::error_code error;
  std::string data = std::filesystem::canonical(place.data, error).string();
  Server server(std::move(process), std::move(address), std::move(data), std::move(place.log));
  CO_CHECK(co_await server.await_connections());
  co_return server;
}

// What it says itself: connections that it refuses would keep it from starting.
Async<void> Server::await_connections() {
  const auto deadline = std::chrono::steady_clock::now() + k_patience;
  while (!is_ready(data_, process_.pid())) {
    if (has_ended()) co_return base::fail("the database server does not start: {}", last_words());
    if (std::chrono::steady_clock::now() > deadline) {
      co_return base::fail("the database server does not take connections after {} s: {}", k_patience.count(), last_words());
    }
    co_await pause(k_poll);
  }
  co_return base::Result<void>();
}

bool Server::has_ended() const { return ends_within(process_, 0); }

Async<void> Server::stop() {
  process_.kill_group(SIGINT);
  co_await ended(process_);
  const base::ExitStatus status = process_.reap();
  if (!status.ok()) co_return base::fail("the database server did not end in good order: {}", last_words());
  co_return base::Result<void>();
}

void Server::resume() const {
  if (!process_.running()) return;
  kill(process_.pid(), SIGCONT);
  for (const pid_t each : base::children_of(process_.pid())) kill(each, SIGCONT);
}

asio::awaitable<void> Server::quit() {
  process_.kill_group(SIGQUIT);
  resume();
  co_await ended(process_);
}

void Server::leave() { process_.leave(); }

std::string Server::last_words() const { return explained(base::read_file(log_).value_or("")); }

// At once; its processes go with it. Those of a server that was killed may still be busy, and its memory is there.
Server::~Server() {
  if (!process_.running()) return;
  base::SharedMemory left;
  left.note(process_.pid());
  process_.kill_group(SIGQUIT);
  resume();
  if (ends_within(process_, k_grace)) process_.reap();
  process_ = base::Child();
  base::kill_children([this](pid_t orphan) { return works_in(data_, orphan); });
  left.remove();
}

}  // namespace trireme::postgres
