#include "schedule/queue.h"

#include <algorithm>
#include <map>
#include <string>

#include "schedule/filter.h"

namespace trireme::schedule {

using model::Dist;
using model::Isolation;
using model::TestIndex;

Queue::Queue(const model::Collection& collection, const model::Options& options, int workers)
    : collection_(collection),
      dist_(options.dist),
      isolation_(options.isolation),
      batch_size_(workers),
      own_(static_cast<std::size_t>(workers)) {
  std::vector<Piece> all = pieces();
  group_into_units(all);
  if (dist_ == Dist::each) {
    for (auto& own : own_) own.assign(all.begin(), all.end());
  } else {
    shared_.assign(std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
  }
}

std::vector<Queue::Piece> Queue::pieces() const {
  std::vector<std::vector<TestIndex>> by_launch(collection_.launches.size());
  for (TestIndex i = 0; i < collection_.tests.size(); ++i) {
    const model::TestCase& test = collection_.tests[i];
    if (!test.disabled) by_launch[test.launch].push_back(i);
  }
  std::vector<Piece> result;
  for (const auto& tests : by_launch) {
    for (auto& group : inseparable_groups(collection_, tests)) result.push_back({.tests = std::move(group)});
  }
  // Launches were taken one after another; the order of the collection is what the user expects.
  std::stable_sort(result.begin(), result.end(),
                   [](const Piece& a, const Piece& b) { return a.tests.front() < b.tests.front(); });
  return result;
}

// Numbers the units and puts pieces of one unit side by side; xdist's order: the unit with the most tests first.
void Queue::group_into_units(std::vector<Piece>& pieces) const {
  const bool scoped = dist_ == Dist::loadscope || dist_ == Dist::loadfile;
  std::map<std::string, std::uint32_t> numbers;
  std::vector<std::size_t> sizes;
  for (Piece& piece : pieces) {
    const model::TestCase& first = test(piece);
    const std::string& binary = collection_.binaries[collection_.launches[first.launch].binary].name;
    const std::string key = dist_ == Dist::loadfile && !first.file.empty() ? first.file : binary + "::" + first.suite;
    const auto next = static_cast<std::uint32_t>(sizes.size());
    piece.unit = scoped ? numbers.try_emplace(key, next).first->second : next;
    if (piece.unit == sizes.size()) sizes.push_back(0);
    sizes[piece.unit] += piece.tests.size();
  }
  if (!scoped) return;
  std::stable_sort(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) {
    return sizes[a.unit] != sizes[b.unit] ? sizes[a.unit] > sizes[b.unit] : a.unit < b.unit;
  });
}

std::size_t Queue::waiting() const {
  std::size_t count = shared_.size();
  for (const auto& own : own_) count += own.size();
  return count;
}

void Queue::take_unit(std::deque<Piece>& from, int worker) {
  std::deque<Piece>& own = own_[static_cast<std::size_t>(worker)];
  const std::uint32_t unit = from.front().unit;
  while (!from.empty() && from.front().unit == unit) {
    own.push_back(std::move(from.front()));
    from.pop_front();
  }
}

bool Queue::may_share_process(const Piece& first, const Piece& next) const {
  if (first.alone || next.alone || isolation_ == Isolation::test) return false;
  if (test(first).launch != test(next).launch || model::needs_own_process(database_of(first))) return false;
  return isolation_ != Isolation::suite || test(first).suite == test(next).suite;
}

std::optional<model::Batch> Queue::next(int worker, std::size_t running) {
  std::deque<Piece>& own = own_[static_cast<std::size_t>(worker)];
  if (own.empty() && shared_.empty()) return std::nullopt;
  const std::size_t in_queue = waiting();
  if (own.empty()) take_unit(shared_, worker);

  const Piece first = std::move(own.front());
  own.pop_front();
  // A suite or program is one process where that is asked for, however long it takes.
  const bool whole = isolation_ == Isolation::suite || isolation_ == Isolation::program;
  const std::size_t size = whole ? SIZE_MAX : batch_size_.next(test(first).launch, in_queue, running);
  model::Batch batch{first.tests, first.alone};
  while (batch.tests.size() < size) {
    if (own.empty() && !shared_.empty() && may_share_process(first, shared_.front())) take_unit(shared_, worker);
    if (own.empty() || !may_share_process(first, own.front())) break;
    batch.tests.insert(batch.tests.end(), own.front().tests.begin(), own.front().tests.end());
    own.pop_front();
  }
  return batch;
}

void Queue::put_back(int worker, const std::vector<TestIndex>& tests, bool alone) {
  const bool bound = dist_ == Dist::each || dist_ == Dist::loadscope || dist_ == Dist::loadfile;
  std::deque<Piece>& to = bound ? own_[static_cast<std::size_t>(worker)] : shared_;
  auto groups = inseparable_groups(collection_, tests);
  for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
    // A unit number of its own: under load nothing ties these tests together.
    const std::uint32_t unit = UINT32_MAX - group->front();
    to.push_front({.tests = std::move(*group), .unit = unit, .alone = alone});
  }
}

void Queue::record(std::uint32_t launch, const ProcessTimes& times) { batch_size_.record(launch, times); }

std::vector<Queue::Leftover> Queue::drain() {
  std::vector<Leftover> result;
  const auto take = [&](std::deque<Piece>& from, int worker) {
    for (const Piece& piece : from) {
      for (const TestIndex each : piece.tests) result.push_back({each, worker});
    }
    from.clear();
  };
  for (std::size_t worker = 0; worker < own_.size(); ++worker) {
    take(own_[worker], dist_ == Dist::each ? static_cast<int>(worker) : -1);
  }
  take(shared_, -1);
  return result;
}

}  // namespace trireme::schedule
