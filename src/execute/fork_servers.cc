#include "execute/fork_servers.h"

#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>

#include "agent/counts.h"
#include "base/descriptors.h"
#include "base/environment.h"
#include "forkserver/fitness.h"

namespace trireme::execute {

namespace {

using Kind = forkserver::Answer::Kind;

constexpr auto k_greeting = std::chrono::seconds(2);
constexpr auto k_patience = std::chrono::seconds(10);  // for a child that is asked for
constexpr int k_most_for_a_worker = 8;                 // each is a process with the program's memory after its start
constexpr int k_descriptors_of_each = 3;

}  // namespace

struct ForkServers::Entry {
  Entry(Key k, forkserver::Server s, asio::io_context& loop)
      : key(std::move(k)), server(std::move(s)), readable(loop), overdue(loop) {}

  // False when there is no descriptor left for it.
  bool open() {
    base::Fd socket(fcntl(server->socket(), F_DUPFD_CLOEXEC, 0));
    asio::error_code failed;
    readable.assign(socket.get(), failed);
    if (!failed) (void)socket.release();
    return !failed;
  }

  void settle(std::optional<base::Child> child) {
    if (const Done settled = std::exchange(done, nullptr)) settled(std::move(child));
  }

  Key key;
  std::optional<forkserver::Server> server;
  asio::posix::stream_descriptor readable;
  asio::steady_timer overdue;
  std::chrono::steady_clock::time_point greeting;  // when it must have come
  bool timed = false;                              // by `overdue`, when ready
  bool ready = false;
  bool listed = false;  // was started to list tests, with another environment
  Command command;      // of the child asked for
  Done done;
  std::uint64_t used = 0;
};

ForkServers::ForkServers(asio::io_context& loop, forkserver::Stock& stock, int workers, bool counts,
                         std::function<void(std::string)> note)
    : loop_(loop), stock_(stock), counts_(counts), note_(std::move(note)) {
  // One for each worker is reckoned with.
  const int for_more = base::spare_descriptors(workers) / 2;
  most_for_a_worker_ = std::min(1 + for_more / (workers * k_descriptors_of_each), k_most_for_a_worker);
  stock_.keep_within(for_more);
}

ForkServers::~ForkServers() = default;

bool ForkServers::start(const Key& key, const Command& command, Done done) {
  const auto entry = entry_for(key, command);
  if (!entry) return false;
  entry->used = ++uses_;
  entry->command = command;
  entry->done = std::move(done);
  if (entry->ready) ask(entry);
  return true;
}

std::shared_ptr<ForkServers::Entry> ForkServers::entry_for(const Key& key, const Command& command) {
  if (unfit_.count(key.second) > 0) return nullptr;
  if (const auto found = entries_.find(key); found != entries_.end()) return found->second;
  if (const std::string* why = stock_.why_unfit(command.program.argv[0])) {
    remember_unfit(key.second, command.program.argv[0], *why);
    return nullptr;
  }
  base::SpawnSpec program = command.program;
  program.argv = command.harmless;
  if (counts_) base::set_variable(program.environment, std::string(agent::k_clang_file) + "=/dev/null");
  if (auto server = stock_.take(program)) {
    auto entry = add(key, *std::move(server));
    if (!entry) return nullptr;
    entry->ready = entry->server->ready();
    if (!entry->ready) wait_for_greeting(entry);
    entry->listed = true;
    return entry;
  }
  return new_entry(key, program);
}

std::shared_ptr<ForkServers::Entry> ForkServers::new_entry(const Key& key, const base::SpawnSpec& program) {
  if (const auto why = forkserver::unfit_because(program.argv[0])) {
    remember_unfit(key.second, program.argv[0], *why);
    return nullptr;
  }
  auto server = forkserver::Server::start(program);
  if (!server) return nullptr;
  auto entry = add(key, *std::move(server));
  if (entry) wait_for_greeting(entry);
  return entry;
}

std::shared_ptr<ForkServers::Entry> ForkServers::add(const Key& key, forkserver::Server server) {
  make_room(key.first);
  auto entry = std::make_shared<Entry>(key, std::move(server), loop_);
  if (!entry->open()) return nullptr;
  entries_[key] = entry;
  watch(entry);
  return entry;
}

// A worker runs one process at a time, and now it will be another's.
void ForkServers::make_room(const std::string& worker) {
  std::vector<std::shared_ptr<Entry>> of_worker;
  for (const auto& [key, entry] : entries_) {
    if (key.first == worker) of_worker.push_back(entry);
  }
  if (std::ssize(of_worker) < most_for_a_worker_) return;
  drop(*std::min_element(of_worker.begin(), of_worker.end(), [](const auto& a, const auto& b) { return a->used < b->used; }));
}

void ForkServers::watch(const std::shared_ptr<Entry>& entry) {
  entry->readable.async_wait(asio::posix::stream_descriptor::wait_read,
                             [this, weak = std::weak_ptr(entry)](const asio::error_code& error) {
                               if (const auto alive = weak.lock(); alive && !error) on_readable(alive);
                             });
}

void ForkServers::wait_for_greeting(const std::shared_ptr<Entry>& entry) {
  entry->greeting = std::chrono::steady_clock::now() + k_greeting;
  look_for_greeting(entry);
}

void ForkServers::look_for_greeting(const std::shared_ptr<Entry>& entry) {
  entry->overdue.expires_after(forkserver::Server::k_look);
  entry->overdue.async_wait([this, weak = std::weak_ptr(entry)](const asio::error_code& error) {
    const auto alive = weak.lock();
    if (!alive || error || !hear(alive) || alive->ready) return;
    if (std::chrono::steady_clock::now() < alive->greeting) return look_for_greeting(alive);
    give_up(alive, "did not come to its main within 2 s");
  });
}

void ForkServers::on_readable(const std::shared_ptr<Entry>& entry) {
  if (hear(entry)) watch(entry);
}

// Takes the answers that have come; false when the entry was dropped for one.
bool ForkServers::hear(const std::shared_ptr<Entry>& entry) {
  while (const auto answer = entry->server->receive()) {
    on_answer(entry, *answer);
    const auto found = entries_.find(entry->key);
    if (found == entries_.end() || found->second != entry) return false;
  }
  return true;
}

void ForkServers::on_answer(const std::shared_ptr<Entry>& entry, const forkserver::Answer& answer) {
  switch (answer.kind) {
    case Kind::ready:
      if (!base::is_unchanged(entry->command.program.argv[0], entry->command.stamp)) return drop(entry);
      entry->ready = true;
      entry->overdue.cancel();
      return ask(entry);
    case Kind::unfit: return give_up(entry, answer.why);
    case Kind::started: return hand_out(entry, answer.pid);
    case Kind::refused: return on_refused(entry, answer.why);
    case Kind::gone: return on_gone(entry);
  }
}

void ForkServers::on_gone(const std::shared_ptr<Entry>& entry) {
  if (!entry->ready) return on_refused(entry, "did not stop before its main");
  if (entry->done) return give_up(entry, "ended instead of forking");
  drop(entry);  // somebody has killed it
}

// What a server from the listing has read before main may have another value for this worker, and its directory is gone; one of its
// own has what the worker has.
void ForkServers::on_refused(const std::shared_ptr<Entry>& entry, const std::string& why) {
  if (!entry->listed) return give_up(entry, why);
  Command command = std::move(entry->command);
  Done done = std::exchange(entry->done, nullptr);
  const Key key = entry->key;
  drop(entry);
  if (!start(key, command, done)) done(std::nullopt);
}

void ForkServers::ask(const std::shared_ptr<Entry>& entry) {
  if (!entry->done) return;
  const Command& command = entry->command;
  const int counts = command.counts ? command.counts->get() : -1;
  if (auto asked = entry->server->ask_for(command.program, command.port, counts); !asked)
    return give_up(entry, asked.error().text);
  be_patient(entry);
}

// One timer for many children: a server that has not answered what it was asked when the timer began is given up.
void ForkServers::be_patient(const std::shared_ptr<Entry>& entry) {
  if (std::exchange(entry->timed, true)) return;
  entry->overdue.expires_after(k_patience);
  entry->overdue.async_wait([this, use = entry->used, weak = std::weak_ptr(entry)](const asio::error_code& error) {
    const auto alive = weak.lock();
    if (!alive || error || !hear(alive)) return;
    alive->timed = false;
    if (alive->done && alive->used == use) return give_up(alive, "did not fork within 10 s");
    if (alive->done) be_patient(alive);
  });
}

void ForkServers::hand_out(const std::shared_ptr<Entry>& entry, pid_t pid) {
  auto child = entry->server->child(pid);
  entry->settle(child ? std::optional(*std::move(child)) : std::nullopt);
}

// The server ends before anything is done instead: a child that comes too late must not run as well.
void ForkServers::drop(const std::shared_ptr<Entry>& entry) {
  entries_.erase(entry->key);
  entry->overdue.cancel();
  entry->server.reset();
  entry->settle(std::nullopt);
}

void ForkServers::give_up(const std::shared_ptr<Entry>& entry, const std::string& why) {
  remember_unfit(entry->key.second, entry->command.program.argv[0], why);
  drop(entry);
}

void ForkServers::remember_unfit(std::uint32_t launch, const std::string& program, const std::string& why) {
  if (unfit_.insert(launch).second)
    note_(fmt::format("{} is executed for each process and not forked, because it {}", program, why));
}

void ForkServers::end() {
  for (const auto& [key, entry] : entries_) kill(entry->server->pid(), SIGKILL);
}

std::vector<pid_t> ForkServers::pids() const {
  std::vector<pid_t> result = stock_.pids();
  for (const auto& [key, entry] : entries_) result.push_back(entry->server->pid());
  return result;
}

}  // namespace trireme::execute
