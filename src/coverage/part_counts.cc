#include "coverage/part_counts.h"

#include <algorithm>

#include "base/in_parallel.h"
#include "coverage/sums.h"

namespace trireme::coverage {

PartCounts::PartCounts(std::string_view description, bool by_context) : description_(description) {
  if (by_context)
    contexts_ = std::make_unique<PartContexts>(read_description(description_).value_or(std::vector<DescribedUnit>()));
}

void PartCounts::add(const std::vector<std::int64_t>& words, std::uint64_t begin, Context context) {
  const std::uint64_t first = begin / k_word;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == 0) continue;
    std::int64_t& sum = page((first + i) / k_page)[(first + i) % k_page];
    sum = wrapped_sum(sum, words[i]);
    if (contexts_) contexts_->add(context, static_cast<std::uint32_t>(first + i), words[i]);
  }
}

PartCounts::Page& PartCounts::page(std::size_t number) {
  if (number >= pages_.size()) pages_.resize(number + 1);
  if (pages_[number] == nullptr) pages_[number] = std::make_unique<Page>();
  return *pages_[number];
}

std::vector<UnitCounts> PartCounts::take(int threads) {
  const auto described = read_description(description_);
  std::vector<UnitCounts> units(described ? described->size() : 0);
  base::in_parallel(threads, units.size(), [&](const base::Next& next) {
    while (const auto at = next()) units[*at].sum = profile((*described)[*at]);
  });
  if (!contexts_) return units;
  auto by_context = contexts_->take();
  for (std::size_t i = 0; i < units.size(); ++i) units[i].by_context = std::move(by_context[i]);
  return units;
}

Profile PartCounts::profile(const DescribedUnit& unit) const {
  const Version version{unit.head.version};
  Profile profile{.object = std::string(unit.name),
                  .version = version,
                  .stamp = unit.head.stamp,
                  .checksum = version.has_checksum() ? unit.head.checksum : 0};
  profile.functions.reserve(unit.head.functions);
  profile.counters.reserve(unit.counters);
  unit.for_each_function([&](const agent::CountedFunction& each) {
    const auto first = static_cast<std::uint32_t>(profile.counters.size());
    profile.functions.push_back({each.ident, each.lines_checksum, each.graph_checksum, first, each.count});
    append(each.offset / k_word, each.count, profile.counters);
  });
  return profile;
}

void PartCounts::append(std::size_t at, std::size_t count, std::vector<std::int64_t>& counters) const {
  for (const std::size_t end = at + count; at < end;) {
    const std::size_t inside = at % k_page;
    const std::size_t size = std::min(end - at, k_page - inside);
    const Page* const page = at / k_page < pages_.size() ? pages_[at / k_page].get() : nullptr;
    if (page == nullptr) {
      counters.insert(counters.end(), size, 0);
    } else {
      counters.insert(counters.end(), page->data() + inside, page->data() + inside + size);
    }
    at += size;
  }
}

}  // namespace trireme::coverage
