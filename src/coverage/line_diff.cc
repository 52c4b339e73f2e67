#include "coverage/line_diff.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace trireme::coverage {

namespace {

using Lines = std::vector<std::string_view>;
using Match = std::pair<std::size_t, std::size_t>;  // lines before and after that are the same one

// Of the lines of a hunk that both have once, the most that are in the same order.
class Anchors {
 public:
  Anchors(const Lines& before, const Lines& after, const Hunk& hunk) {
    for (std::size_t i = hunk.old_begin; i < hunk.old_end; ++i) note(before[i], i, &Places::before, &Places::in_before);
    for (std::size_t i = hunk.new_begin; i < hunk.new_end; ++i) note(after[i], i, &Places::after, &Places::in_after);
    for (const auto& [line, each] : places_) {
      if (each.in_before == 1 && each.in_after == 1) matches_.emplace_back(each.before, each.after);
    }
    std::sort(matches_.begin(), matches_.end());
  }

  // The longest rising sequence, by piles: on each the match with the least line on which a sequence of that length ends.
  [[nodiscard]] std::vector<Match> in_order() const {
    std::vector<std::size_t> piles;
    std::vector<std::size_t> previous(matches_.size());
    for (std::size_t i = 0; i < matches_.size(); ++i) {
      const auto pile = std::partition_point(piles.begin(), piles.end(),
                                             [&](std::size_t top) { return matches_[top].second < matches_[i].second; });
      if (pile != piles.begin()) previous[i] = *std::prev(pile);
      if (pile == piles.end()) {
        piles.push_back(i);
      } else {
        *pile = i;
      }
    }
    std::vector<Match> result(piles.size());
    std::size_t at = piles.empty() ? 0 : piles.back();
    for (auto each = result.rbegin(); each != result.rend(); ++each, at = previous[at]) *each = matches_[at];
    return result;
  }

 private:
  struct Places {
    std::size_t before = 0;
    std::size_t after = 0;
    int in_before = 0;
    int in_after = 0;
  };

  void note(std::string_view line, std::size_t number, std::size_t Places::*place, int Places::*count) {
    Places& places = places_[line];
    places.*place = number;
    ++(places.*count);
  }

  std::unordered_map<std::string_view, Places> places_;
  std::vector<Match> matches_;
};

void trim(const Lines& before, const Lines& after, Hunk& hunk) {
  const auto is_any = [&] { return hunk.old_begin < hunk.old_end && hunk.new_begin < hunk.new_end; };
  for (; is_any() && before[hunk.old_begin] == after[hunk.new_begin]; ++hunk.old_begin) ++hunk.new_begin;
  for (; is_any() && before[hunk.old_end - 1] == after[hunk.new_end - 1]; --hunk.old_end) --hunk.new_end;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return lines;
}

std::vector<Hunk> differences(const Lines& before, const Lines& after) {
  std::vector<Hunk> result;
  std::vector<Hunk> pending = {{0, before.size(), 0, after.size()}};
  while (!pending.empty()) {
    Hunk hunk = pending.back();
    pending.pop_back();
    trim(before, after, hunk);
    if (hunk.old_begin == hunk.old_end && hunk.new_begin == hunk.new_end) continue;
    const std::vector<Match> anchors = Anchors(before, after, hunk).in_order();
    if (anchors.empty()) {
      result.push_back(hunk);
      continue;
    }
    Hunk between{hunk.old_begin, 0, hunk.new_begin, 0};
    for (const auto& [old_line, new_line] : anchors) {
      between.old_end = old_line;
      between.new_end = new_line;
      pending.push_back(between);
      between = {old_line + 1, 0, new_line + 1, 0};
    }
    between.old_end = hunk.old_end;
    between.new_end = hunk.new_end;
    pending.push_back(between);
  }
  std::sort(result.begin(), result.end(), [](const Hunk& a, const Hunk& b) {
    return std::pair(a.old_begin, a.new_begin) < std::pair(b.old_begin, b.new_begin);
  });
  return result;
}

}  // namespace trireme::coverage
