#include "agent/copying.h"

#include <algorithm>
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

void copy_words(const Span& from, std::byte* to) {
  const auto* words = reinterpret_cast<const std::uint64_t*>(from.begin);
  auto* target = reinterpret_cast<std::uint64_t*>(to);
  for (std::size_t i = 0; i < from.size() / sizeof *words; ++i) {
    if (words[i] != 0) target[i] = words[i];
  }
}

}  // namespace

void copy_what_is_set(const Spans& spans, const Part& part, bool laid_over, std::byte* to) {
  const Span* first = spans.begin();
  // Where memory is laid over, the kernel may have put elsewhere what it says is not there.
  TouchedPages touched(!laid_over);
  for (const Span& run : part.pages) {
    for (std::uintptr_t page = run.begin; page < run.end; page += page_size(), to += page_size()) {
      const bool is_untouched = part.blank.begin <= page && page < part.blank.end && !touched.contain(page);
      if (is_untouched || is_blank(reinterpret_cast<const std::byte*>(page))) continue;
      first = std::partition_point(first, spans.end(), [&](const Span& each) { return each.end <= page; });
      const std::uintptr_t end = page + page_size();
      for (const Span* each = first; each != spans.end() && each->begin < end; ++each) {
        const Span here{std::max(each->begin, page), std::min(each->end, end)};
        copy_words(here, to + (here.begin - page));
      }
    }
  }
}

}  // namespace trireme::agent
