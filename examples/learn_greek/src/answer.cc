#include "answer.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "greek.h"

namespace learn_greek {

std::size_t edit_distance(std::u32string_view left, std::u32string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

Verdict check_answer(std::string_view expected, std::string_view typed) {
  if (expected == typed) return Verdict::exact;
  const std::u32string wanted = fold(expected);
  const std::size_t distance = edit_distance(wanted, fold(typed));
  if (distance == 0) return Verdict::accents_differ;
  return distance <= wanted.size() / 5 ? Verdict::almost : Verdict::wrong;
}

int quality_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::exact: return 5;
    case Verdict::accents_differ: return 4;
    case Verdict::almost: return 3;
    case Verdict::wrong: break;
  }
  return 1;
}

}  // namespace learn_greek
