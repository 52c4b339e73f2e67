// Databases for tests that each start from the template's state.
//
// As many as there are workers lie ready, so that no worker waits while the database that its last test had is looked at: if
// nothing was written there (meter.h), or what was can be taken back (undo.h), it is ready again, else it is dropped and another
// made. That goes on in the background; what tests wait for goes first.
#pragma once

#include <asio/io_context.hpp>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "postgres/connections.h"
#include "postgres/meter.h"
#include "postgres/supply.h"
#include "postgres/tasks.h"
#include "postgres/undo.h"

namespace trireme::postgres {

class Pool {
 public:
  // The supply outlives this, and makes its template before fill().
  Pool(asio::io_context& loop, Supply& supply, int workers);

  // The first database for each worker.
  Async<void> fill();

  // The name of a database for this worker. nullopt: there will be one. An error: there is none, and none can be made now.
  std::optional<base::Result<std::string>> hand_out(const std::string& worker);
  // Nobody whom the runner knows uses the worker's database any more. `keep`: nobody gets it after that, and it stays; true if
  // there was one to be kept.
  bool take_back(const std::string& worker, bool keep);

  // The server does not count what is written, so every database is replaced.
  [[nodiscard]] bool is_blind() const { return counting_ == Counting::off; }

 private:
  struct Database {
    std::string name;
    State state;                       // when it was ready
    Undo::Counts counts;               // then
    int undone = 0;                    // so often
    std::optional<Connection> inside;  // once it has been asked for its sequences
  };

  Async<void> fill_some(std::size_t& missing);
  Async<void> learn(Database& database);
  Async<Database> made_by(Connection& by);
  Async<void> make();
  Async<void> judge(Database database);
  Async<bool> is_as_it_was(Database& database);
  Async<bool> has_same_sequences(Database& database) const;
  bool is_worth_undoing();
  Async<bool> is_undone(Database& database);
  Async<void> enter(Database& database) const;
  Async<void> drop(std::string name);

  void work();
  void start(Async<void> job, std::size_t& running);
  asio::awaitable<void> run(Async<void> job, std::size_t& running);
  [[nodiscard]] std::size_t most_at_once() const;
  [[nodiscard]] bool wants_more() const;
  [[nodiscard]] bool may_get_better() const;
  [[nodiscard]] bool has_room() const { return !drops_ || doomed_.size() <= workers_; }

  Supply& supply_;
  Connections connections_;
  std::size_t workers_;
  std::optional<Sequences> sequences_;
  std::optional<Undo> undo_;  // none if we may not
  int in_vain_ = 0;           // databases that were not undone, since one was
  Counting counting_ = Counting::late;
  std::vector<Database> ready_;           // the last one was used last
  std::map<std::string, Database> lent_;  // by worker
  std::set<std::string> asking_;          // workers that have to wait
  std::deque<std::string> doomed_;        // to be dropped
  bool drops_ = true;                     // the server does; else they are left to the end
  std::optional<base::Error> failure_;    // of the last try to make one, after the last worker began to ask
  std::size_t making_ = 0;
  std::size_t judging_ = 0;
  std::size_t dropping_ = 0;
  int last_number_ = 0;
  Tasks tasks_;  // the last member, since they use the others
};

}  // namespace trireme::postgres
