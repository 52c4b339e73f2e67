#include "schedule/queue.h"

#include <algorithm>
#include <map>
#include <numeric>
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
      lanes_(scoped() ? 1 : std::max<std::size_t>(collection.launches.size(), 1), workers) {
  for (Line* line : {&parallel_, &serial_}) {
    line->shared.resize(lanes_.size());
    line->own.resize(static_cast<std::size_t>(workers));
  }
  std::vector<Piece> all = pieces();
  group_into_units(all);
  for (Piece& piece : all) {
    note_if_serial(piece);
    Line& line = line_of(piece);
    if (dist_ == Dist::each) {
      for (auto& own : line.own) own.push_back(piece);
    } else {
      line.shared[lane_of(test(piece).launch)].push_back(std::move(piece));
    }
  }
}

// All of its tests are: when one of them runs again, the others do too.
void Queue::note_if_serial(const Piece& piece) {
  const auto is_serial = [this](TestIndex index) { return collection_.tests[index].serial; };
  if (std::any_of(piece.tests.begin(), piece.tests.end(), is_serial)) run_alone_.insert(piece.tests.begin(), piece.tests.end());
}

Queue::Line& Queue::line_of(const Piece& piece) { return run_alone_.count(piece.tests.front()) > 0 ? serial_ : parallel_; }

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
  if (!scoped()) return number(pieces);
  std::map<std::string, std::uint32_t> numbers;
  std::vector<std::size_t> sizes;
  for (Piece& piece : pieces) {
    const auto next = static_cast<std::uint32_t>(sizes.size());
    piece.unit = numbers.try_emplace(scope_of(piece), next).first->second;
    if (piece.unit == sizes.size()) sizes.push_back(0);
    sizes[piece.unit] += piece.tests.size();
  }
  std::stable_sort(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) {
    return sizes[a.unit] != sizes[b.unit] ? sizes[a.unit] > sizes[b.unit] : a.unit < b.unit;
  });
}

// Each is a unit of its own.
void Queue::number(std::vector<Piece>& pieces) {
  std::uint32_t next = 0;
  for (Piece& piece : pieces) piece.unit = next++;
}

std::string Queue::scope_of(const Piece& piece) const {
  const model::TestCase& first = test(piece);
  if (dist_ == Dist::loadfile && !first.file.empty()) return first.file;
  return collection_.binaries[collection_.launches[first.launch].binary].name + "::" + first.suite;
}

std::size_t Queue::Line::waiting() const {
  const auto add = [](std::size_t sum, const std::deque<Piece>& each) { return sum + each.size(); };
  return std::accumulate(shared.begin(), shared.end(), std::accumulate(own.begin(), own.end(), std::size_t{0}, add), add);
}

// The next of what is shared becomes the worker's own, unless there is none or it belongs to another worker.
bool Queue::take_unit(std::deque<Piece>& from, std::deque<Piece>& own, int worker) {
  if (from.empty()) return false;
  const std::uint32_t unit = from.front().unit;
  if (scoped() && worker_of_.try_emplace(unit, worker).first->second != worker) return false;
  while (!from.empty() && from.front().unit == unit) {
    own.push_back(std::move(from.front()));
    from.pop_front();
  }
  return true;
}

std::deque<Queue::Piece>& Queue::shared_for(Line& line, int worker) const {
  std::vector<std::uint32_t> open;
  for (std::uint32_t lane = 0; lane < line.shared.size(); ++lane) {
    if (!line.shared[lane].empty()) open.push_back(lane);
  }
  return line.shared[open.empty() ? 0 : lanes_.choose(worker, open)];
}

bool Queue::may_share_process(const Piece& first, const Piece& next) const {
  if (first.alone || next.alone || isolation_ == Isolation::test) return false;
  if (test(first).launch != test(next).launch || model::needs_own_process(database_of(first))) return false;
  return isolation_ != Isolation::suite || test(first).suite == test(next).suite;
}

std::optional<model::Batch> Queue::next(int worker, std::size_t running) {
  if (serial_out_) return std::nullopt;
  auto batch = take(parallel_, worker, running);
  if (!batch && out_ == 0 && parallel_.waiting() == 0) {
    batch = take(serial_, worker, 0);
    serial_out_ = batch.has_value();
  }
  if (batch) ++out_;
  return batch;
}

void Queue::on_end() {
  --out_;
  serial_out_ = false;
}

std::optional<model::Batch> Queue::take(Line& line, int worker, std::size_t running) {
  std::deque<Piece>& own = line.own[static_cast<std::size_t>(worker)];
  std::deque<Piece>& shared = shared_for(line, worker);
  const std::size_t in_queue = line.waiting();
  if (own.empty() && !take_unit(shared, own, worker)) return std::nullopt;

  const Piece first = std::move(own.front());
  own.pop_front();
  lanes_.enter(worker, lane_of(test(first).launch));
  // A suite or program is one process where that is asked for, however long it takes.
  const bool whole = isolation_ == Isolation::suite || isolation_ == Isolation::program;
  const std::size_t size = whole ? SIZE_MAX : batch_size_.next(test(first).launch, in_queue, running);
  model::Batch batch{first.tests, first.alone};
  while (batch.tests.size() < size) {
    if (own.empty() && !shared.empty() && may_share_process(first, shared.front())) take_unit(shared, own, worker);
    if (own.empty() || !may_share_process(first, own.front())) break;
    batch.tests.insert(batch.tests.end(), own.front().tests.begin(), own.front().tests.end());
    own.pop_front();
  }
  return batch;
}

void Queue::put_back(int worker, const std::vector<TestIndex>& tests, bool alone) {
  const bool bound = dist_ == Dist::each || scoped();
  auto groups = inseparable_groups(collection_, tests);
  for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
    // A unit number of its own: under load nothing ties these tests together.
    const std::uint32_t unit = UINT32_MAX - group->front();
    Piece piece{.tests = std::move(*group), .unit = unit, .alone = alone};
    Line& line = line_of(piece);
    (bound ? line.own[static_cast<std::size_t>(worker)] : line.shared[lane_of(test(piece).launch)])
        .push_front(std::move(piece));
  }
}

void Queue::record(std::uint32_t launch, const ProcessTimes& times) {
  batch_size_.record(launch, times);
  if (times.tests > 0) lanes_.on_known(lane_of(launch));
}

std::vector<Queue::Leftover> Queue::drain() {
  std::vector<Leftover> result;
  const auto take = [&](std::deque<Piece>& from, int worker) {
    for (const Piece& piece : from) {
      for (const TestIndex each : piece.tests) result.push_back({each, worker});
    }
    from.clear();
  };
  for (Line* line : {&parallel_, &serial_}) {
    for (std::size_t worker = 0; worker < line->own.size(); ++worker) {
      take(line->own[worker], dist_ == Dist::each ? static_cast<int>(worker) : -1);
    }
    for (auto& lane : line->shared) take(lane, -1);
  }
  return result;
}

}  // namespace trireme::schedule
