#include "execute/googletest/hearing.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "schedule/filter.h"

namespace trireme::execute::googletest {

namespace {

using Kind = StreamEvent::Kind;

// As the stream can carry it: names are not escaped there.
std::string_view first_line(std::string_view name) { return name.substr(0, name.find('\n')); }

}  // namespace

Hearing::Hearing(std::vector<const model::TestCase*> tests)
    : tests_(std::move(tests)),
      heard_(tests_.size()),
      output_(tests_.size()),
      cut_(tests_.size()),
      places_(tests_.size()),
      ends_(tests_.size()) {}

std::vector<Hearing::Change> Hearing::on_data(std::string_view output, std::string_view channel, double now) {
  std::vector<Change> changes;
  slicer_.append(output);
  lines_.append(channel, [&](std::string_view line) { on_event(parse_stream_line(line), now, changes); });
  return changes;
}

std::vector<Hearing::Change> Hearing::on_exit(double now) {
  std::vector<Change> changes;
  settle_ended(changes);
  give_parts();
  if (running_) {
    heard_[*running_].duration = now - last_change_;
    output_[*running_] = slicer_.close().text;
  }
  return changes;
}

void Hearing::on_event(StreamEvent&& event, double now, std::vector<Change>& changes) {
  if (event.kind != Kind::other) settle_ended(changes);
  if (event.kind != Kind::other && event.kind != Kind::test_part) {
    if (!running_ || event.kind == Kind::test_start || event.kind == Kind::test_end) give_parts();
    last_change_ = now;
    just_ended_.reset();
  }
  switch (event.kind) {
    case Kind::program_start: stream_spoke_ = true; break;
    case Kind::suite_start:
      suite_ = event.name;
      suite_has_run_ = false;
      break;
    case Kind::suite_end: suite_.clear(); break;
    case Kind::test_start: on_test_start(event.name, now, changes); break;
    case Kind::test_part:
      if (!passenger_) parts_.add({std::move(event.file), event.line, std::move(event.message)});
      break;
    case Kind::test_end: on_test_end(event, now); break;
    case Kind::program_end: run_ended_ = true; break;
    case Kind::other: break;
  }
}

void Hearing::index_names() {
  if (!by_name_.empty()) return;
  for (std::size_t i = 0; i < tests_.size(); ++i) {
    by_name_.emplace(fmt::format("{}.{}", first_line(tests_[i]->suite), first_line(tests_[i]->name)), i);
  }
}

bool Hearing::is(std::size_t test, std::string_view suite, std::string_view name) const {
  return first_line(tests_[test]->suite) == suite && first_line(tests_[test]->name) == name;
}

std::optional<std::size_t> Hearing::find(std::string_view name) {
  const std::string_view suite = first_line(suite_);
  if (next_ < tests_.size() && !heard_[next_].started && is(next_, suite, name)) return next_;
  index_names();
  const auto [begin, end] = by_name_.equal_range(fmt::format("{}.{}", suite, name));
  for (auto each = begin; each != end; ++each) {
    if (!heard_[each->second].started) return each->second;
  }
  return std::nullopt;
}

std::optional<std::size_t> Hearing::started(const std::string& full_name) {
  index_names();
  const auto found = by_name_.find(full_name);
  if (found == by_name_.end() || !heard_[found->second].started) return std::nullopt;
  return found->second;
}

bool Hearing::expects(const std::string& full_name) {
  index_names();
  const auto found = by_name_.find(full_name);
  return found != by_name_.end() && !heard_[found->second].started;
}

void Hearing::on_test_start(const std::string& name, double now, std::vector<Change>& changes) {
  running_ = find(name);
  passenger_ = !running_;
  suite_has_run_ = true;
  const bool cut = slicer_.start(running_ ? schedule::full_name(*tests_[*running_]) : suite_ + "." + name);
  if (!running_) return;
  cut_[*running_] = cut;
  next_ = *running_ + 1;
  heard_[*running_].started = true;
  places_[*running_] = ++started_count_;
  if (first_start_ == 0) first_start_ = now;
  changes.push_back({Change::Kind::started, *running_});
}

void Hearing::on_test_end(const StreamEvent& event, double now) {
  heard_twice_ |= !running_ && !passenger_;
  passenger_ = false;
  if (!running_) return;
  Heard& heard = heard_[*running_];
  heard.ended = true;
  heard.passed = event.passed;
  heard.duration = event.elapsed;
  last_end_ = ends_[*running_] = now;
  ended_ = std::exchange(running_, std::nullopt);
  just_ended_ = ended_;
}

// What has been told since a test started or ended.
void Hearing::give_parts() {
  if (running_) {
    heard_[*running_].parts = parts_.take();
    return;
  }
  for (model::Failure& part : parts_.take()) outside_.push_back({suite_, std::move(part), just_ended_});
}

// GoogleTest prints the end line after it has told the stream, and before it tells the stream anything else.
void Hearing::settle_ended(std::vector<Change>& changes) {
  if (!ended_) return;
  Slicer::Slice slice = slicer_.close();
  Heard& heard = heard_[*ended_];
  heard.said_skipped = slice.said_skipped;
  heard.said_failed = slice.said_failed || std::any_of(heard.parts.begin(), heard.parts.end(),
                                                       [&](const auto& part) { return says(slice.text, part, "Failure"); });
  output_[*ended_] = std::move(slice.text);
  changes.push_back({Change::Kind::ended, *ended_});
  ended_.reset();
}

void Hearing::cut_without_stream(const std::optional<Report>& report) {
  std::vector<std::size_t> order;
  if (report) order = order_in(*report);
  if (!report && tests_.size() == 1) order.push_back(0);
  for (const std::size_t test : order) {
    cut_[test] = slicer_.start(schedule::full_name(*tests_[test]));
    output_[test] = slicer_.close().text;
    places_[test] = ++started_count_;
  }
}

std::vector<std::size_t> Hearing::order_in(const Report& report) const {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < tests_.size(); ++i) places.emplace(report_key(tests_[i]->suite, tests_[i]->name), i);
  std::vector<std::size_t> order;
  for (const ReportedTest& each : report.tests) {
    if (const auto found = places.find(each.key); found != places.end()) order.push_back(found->second);
  }
  return order;
}

}  // namespace trireme::execute::googletest
