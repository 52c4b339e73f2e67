#include "postgres/pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <asio/experimental/awaitable_operators.hpp>
#include <utility>

#include "postgres/liveness.h"
#include "postgres/rights.h"
#include "postgres/template.h"

namespace trireme::postgres {

namespace {

constexpr auto k_longest_pause = std::chrono::milliseconds(64);
// What was deleted still takes room.
constexpr int k_most_undone = 100;
// A try takes a session, a third of what another database takes. After so many in vain only one in so many is made.
constexpr int k_most_in_vain = 4;
constexpr int k_next_try = 16;

// When nobody is left in the database. Whoever is left is given a moment, as sessions end after their client, and is ended
// then: what an open session has written cannot be seen.
Async<std::optional<State>> state_when_empty(Connection& by, const std::string& name, int own_session) {
  std::optional<State> state;
  for (auto time = std::chrono::milliseconds(1); time <= k_longest_pause; time *= 2) {
    CO_TRY(const int sessions, co_await sessions_in(by, name, own_session));
    if (sessions == 0) {
      CO_TRY(state, co_await state_of(by, name));
      co_return state;
    }
    co_await pause(time);
  }
  CO_CHECK(co_await end_sessions(by, name));
  co_return state;
}

}  // namespace

Pool::Pool(asio::io_context& loop, Supply& supply, int workers)
    : supply_(supply), connections_(supply), workers_(static_cast<std::size_t>(workers)), tasks_(loop) {}

Async<void> Pool::fill() {
  using asio::experimental::awaitable_operators::operator&&;
  std::size_t missing = workers_;
  auto [one, other] = co_await (fill_some(missing) && fill_some(missing));
  CO_CHECK(one);
  co_return other;
}

Async<void> Pool::fill_some(std::size_t& missing) {
  while (missing > 0) {
    --missing;
    CO_TRY(Database made, co_await connections_.use([this](Connection& by) { return made_by(by); }));
    if (!sequences_) CO_CHECK(co_await learn(made));
    ready_.push_back(std::move(made));
  }
  co_return base::Result<void>();
}

Async<void> Pool::learn(Database& database) {
  sequences_.emplace();
  CO_TRY(Connection inside, co_await connect_to(supply_.address(), database.name));
  CO_TRY(counting_, co_await counting_in(inside));
  CO_TRY(sequences_, co_await Sequences::of(inside));
  if (counting_ == Counting::prompt) {
    auto undo = co_await Undo::of(inside);
    if (undo) undo_ = *std::move(undo);
  }
  database.inside.emplace(std::move(inside));
  co_return base::Result<void>();
}

Async<Pool::Database> Pool::made_by(Connection& by) {
  Database database{.name = supply_.name_of(fmt::format("test{}", ++last_number_))};
  auto made = co_await supply_.add(by, database.name);
  if (made) {
    auto state = co_await state_of(by, database.name);
    if (state) {
      database.state = *std::move(state);
      co_return database;
    }
    made = tl::unexpected(state.error());
  }
  (void)co_await supply_.remove(by, database.name);  // it may be there without its settings
  co_return tl::unexpected(made.error());
}

std::optional<base::Result<std::string>> Pool::hand_out(const std::string& worker) {
  if (asking_.insert(worker).second) failure_.reset();  // by now it may be possible
  std::optional<base::Result<std::string>> answer;
  if (!ready_.empty()) {
    answer = ready_.back().name;
    lent_.insert_or_assign(worker, std::move(ready_.back()));
    ready_.pop_back();
  } else if (failure_ && !may_get_better()) {
    answer = tl::unexpected(*std::exchange(failure_, std::nullopt));
  }
  if (answer) asking_.erase(worker);
  work();
  return answer;
}

bool Pool::take_back(const std::string& worker, bool keep) {
  auto back = lent_.extract(worker);
  if (!back.empty() && !keep) start(judge(std::move(back.mapped())), judging_);
  return !back.empty() && keep;
}

// Room comes from tests that end, and from what is dropped after them.
bool Pool::may_get_better() const {
  return !lent_.empty() || (drops_ && !doomed_.empty()) || making_ + judging_ + dropping_ > 0;
}

// One alone lets the server wait. Tests need the CPUs too, but for those that wait for this.
std::size_t Pool::most_at_once() const { return std::max<std::size_t>(2, asking_.empty() ? workers_ / 2 : workers_); }

bool Pool::wants_more() const { return !failure_ && ready_.size() + making_ + judging_ < workers_; }

void Pool::work() {
  while (making_ + dropping_ < most_at_once() && !supply_.ended()) {
    if (wants_more() && has_room()) {
      start(make(), making_);
    } else if (drops_ && !doomed_.empty()) {
      start(drop(std::move(doomed_.front())), dropping_);
      doomed_.pop_front();
    } else {
      return;
    }
  }
}

void Pool::start(Async<void> job, std::size_t& running) {
  ++running;
  tasks_.start(run(std::move(job), running));
}

asio::awaitable<void> Pool::run(Async<void> job, std::size_t& running) {
  (void)co_await caught(std::move(job));
  --running;
  work();
}

Async<void> Pool::make() {
  auto made = co_await caught(connections_.use([this](Connection& by) { return made_by(by); }));
  if (made) {
    ready_.insert(ready_.begin(), *std::move(made));
  } else if (!supply_.ended()) {
    failure_ = made.error();
  }
  co_return base::Result<void>();
}

Async<void> Pool::judge(Database database) {
  const auto good = co_await caught(is_as_it_was(database));
  if (good && *good) {
    ready_.push_back(std::move(database));
    co_return base::Result<void>();
  }
  if (database.inside) co_await Connection::close(*std::move(database.inside));
  doomed_.push_back(std::move(database.name));
  co_return base::Result<void>();
}

Async<bool> Pool::is_as_it_was(Database& database) {
  if (counting_ != Counting::prompt) co_return false;
  const int own = database.inside ? database.inside->session() : 0;
  CO_TRY(const std::optional<State> state,
         co_await connections_.use([&database, own](Connection& by) { return state_when_empty(by, database.name, own); }));
  if (!state || state->settings != database.state.settings) co_return false;
  const bool same = state->counters == database.state.counters;
  if (same && sequences_->none()) co_return true;
  if (same) {
    CO_TRY(const bool same_sequences, co_await has_same_sequences(database));
    if (same_sequences) co_return true;
  }
  if (!is_worth_undoing()) co_return false;
  CO_TRY(const bool undone, co_await is_undone(database));
  if (undone) in_vain_ = 0;
  co_return undone;
}

// What most tests of a suite write is of one kind.
bool Pool::is_worth_undoing() {
  const int in_vain = in_vain_++;
  return in_vain < k_most_in_vain || in_vain % k_next_try == 0;
}

Async<bool> Pool::has_same_sequences(Database& database) const {
  CO_CHECK(co_await enter(database));
  co_return co_await sequences_->are_unchanged(*database.inside);
}

Async<bool> Pool::is_undone(Database& database) {
  if (!undo_ || ++database.undone > k_most_undone) co_return false;
  CO_CHECK(co_await enter(database));
  if (database.counts.empty()) database.counts = undo_->of_a_new_one();
  CO_TRY(const bool undone, co_await undo_->undo(*database.inside, *sequences_, database.counts));
  if (!undone) co_return false;
  CO_TRY(State state, co_await connections_.use([&database](Connection& by) { return state_of(by, database.name); }));
  const bool same = state.settings == database.state.settings;
  database.state = std::move(state);
  co_return same;
}

Async<void> Pool::enter(Database& database) const {
  if (database.inside) co_return base::Result<void>();
  CO_TRY(Connection inside, co_await connect_to(supply_.address(), database.name));
  if (!sequences_->none()) CO_CHECK(co_await sequences_->prepare(inside));
  if (undo_) CO_CHECK(co_await undo_->prepare(inside));
  database.inside.emplace(std::move(inside));
  co_return base::Result<void>();
}

Async<void> Pool::drop(std::string name) {
  auto dropped = co_await connections_.use([this, &name](Connection& by) { return supply_.remove(by, name); });
  if (dropped) failure_.reset();
  if (!dropped && dropped.error().text == k_drops_none) drops_ = false;
  co_return dropped;
}

}  // namespace trireme::postgres
