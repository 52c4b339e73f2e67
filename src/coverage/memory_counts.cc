#include "coverage/memory_counts.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace trireme::coverage {

namespace {

using agent::Area;
using agent::AreaKind;

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

base::Result<base::Fd> make_counts_file() {
  base::Fd file(memfd_create("trireme-counts", MFD_CLOEXEC));
  if (!file || ftruncate(file.get(), agent::k_counts_size) != 0) return base::fail_errno("cannot make a file in memory");
  return file;
}

KilledPrograms killed_programs(int file) {
  agent::CountsHead head;
  if (!read_at(file, &head, sizeof head, 0)) return {};
  KilledPrograms killed{.has_unnamed = head.told_of_signal != 0};
  if (head.killed == 0) return killed;
  for (const auto& each : head.killed_names) killed.names.emplace(each, strnlen(each, sizeof each));
  killed.names.erase("");
  return killed;
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
  auto found = parts_.find(text);
  if (found == parts_.end()) {
    found = parts_.try_emplace(std::move(text), nullptr).first;
    found->second = std::make_unique<PartCounts>(found->first, by_context_);
  }
  known_[{server, area.part}] = found->second.get();
}

bool MemoryCounts::count(std::uint32_t server, int file, const Area& area, Context context) {
  const auto known = known_.find({server, area.part});
  if (known == known_.end() || area.begin % k_word != 0 || area.size % k_word != 0) return false;
  const std::uint64_t end = area.begin + area.size;
  bool whole = true;
  for (auto some = written(file, area.begin, end); some; some = written(file, some->second, end)) {
    const auto [from, to] = *some;
    words_.resize((to - from) / k_word);
    whole = read_at(file, words_.data(), words_.size() * k_word, from) && whole;
    if (whole) known->second->add(words_, from - area.begin, context);
  }
  return whole;
}

std::vector<UnitCounts> MemoryCounts::take(int threads) {
  std::vector<UnitCounts> result;
  for (auto& [description, part] : parts_) {
    for (UnitCounts& each : part->take(threads)) result.push_back(std::move(each));
  }
  parts_.clear();
  known_.clear();
  return result;
}

}  // namespace trireme::coverage
