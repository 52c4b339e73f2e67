// The fork servers of a run: one for each worker and launch that wants one.
//
// A program that cannot be forked (forkserver/fitness.h, agent/fitness.cc) is found out once, and executed from then on.
#pragma once

#include <asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/child.h"
#include "execute/launcher.h"
#include "forkserver/stock.h"

namespace trireme::execute {

class ForkServers {
 public:
  // Servers left from the listing are taken out of `stock`, which outlives this object, as many as files may be open for.
  // `note` hears why a program is executed. `counts`: children are to count what they run (agent/counts.h).
  ForkServers(asio::io_context& loop, forkserver::Stock& stock, int workers, bool counts,
              std::function<void(std::string)> note);
  ~ForkServers();
  ForkServers(const ForkServers&) = delete;
  ForkServers& operator=(const ForkServers&) = delete;

  // nullopt: execute the program instead.
  using Done = std::function<void(std::optional<base::Child>)>;
  using Key = std::pair<std::string, std::uint32_t>;  // worker, launch
  // Starts a child as `command` says, sooner or later; `done` is called once, from the loop. False, and `done` is never
  // called, when there will be none: the program is unfit, or cannot be started.
  bool start(const Key& key, const Command& command, Done done);

  // No child will be asked for any more. Does not wait for the servers' ends.
  void end();
  // The servers' own processes.
  [[nodiscard]] std::vector<pid_t> pids() const;

 private:
  struct Entry;

  std::shared_ptr<Entry> entry_for(const Key& key, const Command& command);
  std::shared_ptr<Entry> new_entry(const Key& key, const base::SpawnSpec& program);
  std::shared_ptr<Entry> add(const Key& key, forkserver::Server server);
  void make_room(const std::string& worker);
  void watch(const std::shared_ptr<Entry>& entry);
  void wait_for_greeting(const std::shared_ptr<Entry>& entry);
  void look_for_greeting(const std::shared_ptr<Entry>& entry);
  void on_readable(const std::shared_ptr<Entry>& entry);
  bool hear(const std::shared_ptr<Entry>& entry);
  void on_answer(const std::shared_ptr<Entry>& entry, const forkserver::Answer& answer);
  void on_gone(const std::shared_ptr<Entry>& entry);
  void on_refused(const std::shared_ptr<Entry>& entry, const std::string& why);
  void ask(const std::shared_ptr<Entry>& entry);
  void be_patient(const std::shared_ptr<Entry>& entry);
  void hand_out(const std::shared_ptr<Entry>& entry, pid_t pid);
  void drop(const std::shared_ptr<Entry>& entry);
  void give_up(const std::shared_ptr<Entry>& entry, const std::string& why);
  void remember_unfit(std::uint32_t launch, const std::string& program, const std::string& why);

  asio::io_context& loop_;
  forkserver::Stock& stock_;
  bool counts_;
  int most_for_a_worker_ = 1;
  std::function<void(std::string)> note_;
  std::map<Key, std::shared_ptr<Entry>> entries_;
  std::set<std::uint32_t> unfit_;  // launches
  std::uint64_t uses_ = 0;
};

}  // namespace trireme::execute
