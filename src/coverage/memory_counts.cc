#include "coverage/memory_counts.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>

#include "coverage/bytes.h"
#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

using agent::Area;
using agent::AreaKind;
using agent::CountedFunction;
using agent::CountedUnit;

constexpr std::size_t k_word = sizeof(std::int64_t);
constexpr std::ptrdiff_t k_near = 8;  // what was counted next is that of a function next to it, or far away

// The counters of a function.
struct Range {
  std::uint64_t begin = 0;  // in an area
  std::uint64_t end = 0;
  std::uint32_t unit = 0;
  std::uint32_t first = 0;  // in the unit's profile
};

bool read_at(int file, void* to, std::size_t size, std::uint64_t at) {
  return pread(file, to, size, static_cast<off_t>(at)) == static_cast<ssize_t>(size);
}

bool is_inside(const Area& area) {
  return area.begin <= agent::k_counts_size && area.size <= agent::k_counts_size - area.begin;
}

// The next pages from `at` that were written to, before `end`.
std::optional<std::pair<std::uint64_t, std::uint64_t>> written(int file, std::uint64_t at, std::uint64_t end) {
  const off_t begin = lseek(file, static_cast<off_t>(at), SEEK_DATA);
  if (begin < 0 || static_cast<std::uint64_t>(begin) >= end) return std::nullopt;
  const off_t hole = lseek(file, begin, SEEK_HOLE);
  return std::make_pair(static_cast<std::uint64_t>(begin), std::min(end, hole < 0 ? end : static_cast<std::uint64_t>(hole)));
}

}  // namespace

struct MemoryCounts::Part {
  std::vector<UnitCounts> units;
  std::vector<Range> ranges;   // in order
  std::uint64_t counters = 0;  // of all units; no more than there is room for

  void read(Bytes text) {
    while (!text.at_end()) add_unit(text);
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  }

  // `words` lie `begin` bytes after the beginning of an area. `context`: nullptr if it does not matter.
  void add(const std::vector<std::int64_t>& words, std::uint64_t begin, const Context* context) {
    auto range = ranges.begin();
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] == 0) continue;
      const std::uint64_t at = begin + i * k_word;
      const auto near = ranges.end() - range > k_near ? range + k_near : ranges.end();
      while (range != near && range->end <= at) ++range;
      if (range == near) range = std::partition_point(range, ranges.end(), [&](const Range& each) { return each.end <= at; });
      if (range == ranges.end()) return;
      if (range->begin > at) continue;  // a variable
      add(units[range->unit], static_cast<std::uint32_t>(range->first + (at - range->begin) / k_word), words[i], context);
    }
  }

 private:
  static void add(UnitCounts& unit, std::uint32_t place, std::int64_t count, const Context* context) {
    std::int64_t& counter = unit.sum.counters[place];
    counter = wrapped_sum(counter, count);
    if (context == nullptr) return;
    if (unit.by_context.empty() || unit.by_context.back().context != *context) unit.by_context.push_back({*context, {}});
    unit.by_context.back().counters.emplace_back(place, count);
  }

  void add_unit(Bytes& text) {
    const auto unit = text.value<CountedUnit>();
    check(unit.name_size <= agent::k_counts_size);
    const Version version{unit.version};
    Profile profile{.object = std::string(text.take(agent::filled_up(unit.name_size)).substr(0, unit.name_size)),
                    .version = version,
                    .stamp = unit.stamp,
                    .checksum = version.has_checksum() ? unit.checksum : 0};
    for (std::uint32_t i = 0; i < unit.functions; ++i) add_function(profile, text.value<CountedFunction>());
    units.push_back({std::move(profile), {}});
  }

  void add_function(Profile& profile, const CountedFunction& function) {
    const std::uint64_t size = std::uint64_t{function.count} * k_word;
    const auto first = static_cast<std::uint32_t>(profile.counters.size());
    check(function.offset % k_word == 0 && function.offset <= agent::k_counts_size);
    counters += function.count;
    check(counters <= agent::k_counts_size / k_word);
    profile.functions.push_back({function.ident, function.lines_checksum, function.graph_checksum, first, function.count});
    profile.counters.resize(first + function.count);
    if (size > 0) ranges.push_back({function.offset, function.offset + size, static_cast<std::uint32_t>(units.size()), first});
  }
};

base::Result<base::Fd> make_counts_file() {
  base::Fd file(memfd_create("trireme-counts", MFD_CLOEXEC));
  if (!file || ftruncate(file.get(), agent::k_counts_size) != 0) return base::fail_errno("cannot make a file in memory");
  return file;
}

std::set<std::string> killed_programs(int file) {
  agent::CountsHead head;
  std::set<std::string> names;
  if (!read_at(file, &head, sizeof head, 0) || head.killed == 0) return names;
  for (const auto& each : head.killed_names) names.emplace(each, strnlen(each, sizeof each));
  names.erase("");
  return names;
}

MemoryCounts::Found MemoryCounts::add(int file, Context context) {
  agent::CountsHead head;
  if (!read_at(file, &head, sizeof head, 0)) return Found::nothing;
  std::vector<Area> areas(std::min(head.areas, agent::k_most_areas));
  if (!read_at(file, areas.data(), areas.size() * sizeof(Area), sizeof head)) return Found::nothing;
  bool whole = true;
  std::uint64_t rest = agent::k_counts_size;  // they do not overlap
  for (const Area& area : areas) {
    if (area.kind == AreaKind::none) continue;
    if (!is_inside(area) || area.size > rest) {
      whole = false;
      continue;
    }
    rest -= area.size;
    if (area.kind == AreaKind::description) describe(head.server, file, area);
    if (area.kind == AreaKind::counters) whole = count(head.server, file, area, context) && whole;
    if (area.kind == AreaKind::counters_before_main) whole = count(head.server, file, area, 0) && whole;
  }
  if (!whole) return Found::damaged;
  if (head.used == 0) return Found::nothing;
  if (head.lost > 0 || head.killed > agent::k_most_killed) return Found::lost;
  return head.elsewhere == 0 && head.unseen == 0 ? Found::all : Found::some;
}

void MemoryCounts::describe(std::uint32_t server, int file, const Area& area) {
  std::string text(area.size, '\0');
  if (!read_at(file, text.data(), text.size(), area.begin)) return;
  const auto place = parts_.try_emplace(std::move(text));
  const std::string& description = place.first->first;
  std::shared_ptr<Part>& part = place.first->second;
  if (place.second) {
    part = std::make_shared<Part>();
    if (!unless_damaged([&] { return part->read(Bytes(description)), true; })) *part = {};
  }
  known_[{server, area.part}] = part;
}

bool MemoryCounts::count(std::uint32_t server, int file, const Area& area, Context context) {
  const auto known = known_.find({server, area.part});
  if (known == known_.end() || area.begin % k_word != 0 || area.size % k_word != 0) return false;
  const std::uint64_t end = area.begin + area.size;
  bool whole = true;
  std::vector<std::int64_t> words;
  for (auto some = written(file, area.begin, end); some; some = written(file, some->second, end)) {
    const auto [from, to] = *some;
    words.resize((to - from) / k_word);
    whole = read_at(file, words.data(), words.size() * k_word, from) && whole;
    if (whole) known->second->add(words, from - area.begin, by_context_ ? &context : nullptr);
  }
  return whole;
}

std::vector<UnitCounts> MemoryCounts::take() {
  std::vector<UnitCounts> result;
  for (auto& [text, part] : parts_) {
    for (UnitCounts& each : part->units) result.push_back(std::move(each));
  }
  parts_.clear();
  known_.clear();
  return result;
}

}  // namespace trireme::coverage
