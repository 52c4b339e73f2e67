#include "coverage/memory_counts.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>

#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

using agent::Area;
using agent::AreaKind;
using agent::CountedFunction;
using agent::CountedUnit;

constexpr std::size_t k_word = sizeof(std::int64_t);

// The counters of a function.
struct Range {
  std::uint64_t begin = 0;  // in an area
  std::uint64_t end = 0;
  std::uint32_t unit = 0;
  std::uint32_t first = 0;  // in the unit's profile
};

// A description, from its beginning; throws Damaged at what no agent writes.
class Description {
 public:
  explicit Description(std::string_view text) : rest_(text) {}
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  template <class T>
  T next() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string name(std::size_t size) { return std::string(take(agent::filled_up(size)).substr(0, size)); }

 private:
  std::string_view take(std::size_t size) {
    check(size <= rest_.size());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
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
  std::vector<Profile> units;
  std::vector<Range> ranges;  // in order

  void read(Description text) {
    while (!text.at_end()) add_unit(text);
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  }

  // `words` lie `begin` bytes after the beginning of an area.
  void add(const std::vector<std::int64_t>& words, std::uint64_t begin) {
    const std::uint64_t end = begin + words.size() * k_word;
    auto range = std::partition_point(ranges.begin(), ranges.end(), [&](const Range& each) { return each.end <= begin; });
    for (; range != ranges.end() && range->begin < end; ++range) {
      std::vector<std::int64_t>& counters = units[range->unit].counters;
      for (std::uint64_t at = std::max(range->begin, begin); at < std::min(range->end, end); at += k_word) {
        std::int64_t& counter = counters[range->first + (at - range->begin) / k_word];
        counter = wrapped_sum(counter, words[(at - begin) / k_word]);
      }
    }
  }

 private:
  void add_unit(Description& text) {
    const auto unit = text.next<CountedUnit>();
    check(unit.name_size <= agent::k_counts_size);
    const Version version{unit.version};
    Profile profile{.object = text.name(unit.name_size),
                    .version = version,
                    .stamp = unit.stamp,
                    .checksum = version.has_checksum() ? unit.checksum : 0};
    for (std::uint32_t i = 0; i < unit.functions; ++i) add_function(profile, text.next<CountedFunction>());
    units.push_back(std::move(profile));
  }

  void add_function(Profile& profile, const CountedFunction& function) {
    const std::uint64_t size = std::uint64_t{function.count} * k_word;
    const auto first = static_cast<std::uint32_t>(profile.counters.size());
    check(function.offset % k_word == 0 && function.offset <= agent::k_counts_size);
    check(first * k_word + size <= agent::k_counts_size);
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

MemoryCounts::Found MemoryCounts::add(int file) {
  const auto header = std::make_unique<agent::CountsHeader>();
  if (!read_at(file, header.get(), sizeof *header, 0)) return Found::nothing;
  const std::uint32_t areas = std::min(header->areas, agent::k_most_areas);
  bool whole = true;
  for (std::uint32_t i = 0; i < areas; ++i) {
    const Area& area = header->table[i];
    if (area.kind == AreaKind::description && is_inside(area)) describe(header->server, file, area);
    if (area.kind == AreaKind::counters) whole = count(header->server, file, area) && whole;
  }
  if (!whole) return Found::damaged;
  if (header->used == 0) return Found::nothing;
  return header->elsewhere == 0 && header->unseen == 0 ? Found::all : Found::some;
}

void MemoryCounts::describe(std::uint32_t server, int file, const Area& area) {
  std::string text(area.size, '\0');
  if (!read_at(file, text.data(), text.size(), area.begin)) return;
  std::shared_ptr<Part>& part = parts_[text];
  if (!part) {
    part = std::make_shared<Part>();
    if (!unless_damaged([&] { return part->read(Description(text)), true; })) *part = {};
  }
  known_[{server, area.part}] = part;
}

bool MemoryCounts::count(std::uint32_t server, int file, const Area& area) {
  const auto known = known_.find({server, area.part});
  if (known == known_.end() || !is_inside(area) || area.begin % k_word != 0 || area.size % k_word != 0) return false;
  const std::uint64_t end = area.begin + area.size;
  bool whole = true;
  std::vector<std::int64_t> words;
  for (auto some = written(file, area.begin, end); some; some = written(file, some->second, end)) {
    const auto [from, to] = *some;
    words.resize((to - from) / k_word);
    whole = read_at(file, words.data(), words.size() * k_word, from) && whole;
    if (whole) known->second->add(words, from - area.begin);
  }
  return whole;
}

std::vector<Profile> MemoryCounts::take() {
  std::vector<Profile> result;
  for (auto& [text, part] : parts_) {
    for (Profile& each : part->units) result.push_back(std::move(each));
  }
  parts_.clear();
  known_.clear();
  return result;
}

}  // namespace trireme::coverage
