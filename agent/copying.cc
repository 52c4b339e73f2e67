#include "agent/copying.h"

#include <cstdint>

#include "agent/touched_pages.h"

namespace trireme::agent {

namespace {

// Of a page, most of which nobody has touched. In pieces that any processor takes at once.
bool is_blank(const std::byte* page) {
  using Piece = std::uint64_t __attribute__((vector_size(16), may_alias));
  const auto* at = reinterpret_cast<const Piece*>(page);
  const auto* const end = reinterpret_cast<const Piece*>(page + page_size());
  Piece any{};
  for (; at < end; at += 8) any |= at[0] | at[1] | at[2] | at[3] | at[4] | at[5] | at[6] | at[7];
  return (any[0] | any[1]) == 0;
}

// `counters`: of this page.
void copy_words(const std::byte* page, const std::uint64_t* counters, Words which, std::byte* to) {
  const auto* words = reinterpret_cast<const std::uint64_t*>(page);
  auto* target = reinterpret_cast<std::uint64_t*>(to);
  for (std::size_t first = 0; first < page_size() / k_word; first += k_bits, ++counters) {
    for (std::uint64_t rest = which == Words::counters ? *counters : ~*counters; rest != 0; rest &= rest - 1) {
      const std::size_t at = first + static_cast<std::size_t>(__builtin_ctzll(rest));
      if (words[at] != 0) target[at] = words[at];
    }
  }
}

}  // namespace

void copy_what_is_set(Words which, const Part& part, bool laid_over, std::byte* to) {
  const std::uint64_t* counters = part.counters;
  // Where memory is laid over, the kernel may have put elsewhere what it says is not there.
  TouchedPages touched(!laid_over);
  for (const Span& run : part.pages) {
    for (std::uintptr_t at = run.begin; at < run.end; at += page_size()) {
      const auto* const page = reinterpret_cast<const std::byte*>(at);
      const bool is_untouched = part.blank.begin <= at && at < part.blank.end && !touched.contain(at);
      if (!is_untouched && !is_blank(page)) copy_words(page, counters, which, to);
      to += page_size();
      counters += page_size() / k_word / k_bits;
    }
  }
}

}  // namespace trireme::agent
