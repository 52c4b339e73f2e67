// What was counted in memory of one program or library, added up word by word. What the words are is asked at the end only, unless
// somebody wants to know where they come from: it takes longer than most tests.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "coverage/counts.h"
#include "coverage/part_contexts.h"
#include "coverage/part_description.h"

namespace trireme::coverage {

class PartCounts {
 public:
  // `description` (agent/counts.h) outlives this object. Of one that is damaged nothing is counted.
  PartCounts(std::string_view description, bool by_context);

  // They lie `begin` bytes, a multiple of 8, after the beginning of its counters.
  void add(const std::vector<std::int64_t>& words, std::uint64_t begin, Context context);

  // By so many threads at once.
  [[nodiscard]] std::vector<UnitCounts> take(int threads);

 private:
  static constexpr std::size_t k_page = 512;  // words
  using Page = std::array<std::int64_t, k_page>;

  [[nodiscard]] Page& page(std::size_t number);
  [[nodiscard]] Profile profile(const DescribedUnit& unit) const;
  void append(std::size_t at, std::size_t count, std::vector<std::int64_t>& counters) const;

  std::string_view description_;
  std::vector<std::unique_ptr<Page>> pages_;  // null: nothing was counted there
  std::unique_ptr<PartContexts> contexts_;    // null: nobody asks for them
};

}  // namespace trireme::coverage
