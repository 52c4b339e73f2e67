#include "schedule/filter.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace trireme::schedule {

namespace {

bool separates_or_matches_more(char c) {
  return c == ':' || c == '*' || c == '?' || c == '-' || static_cast<unsigned char>(c) < 0x20;
}

// Union-find over positions in a list of tests.
class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t root(std::size_t i) const {
    while (parent_[i] != i) i = parent_[i];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    const auto [low, high] = std::minmax({root(a), root(b)});  // of two values it gives references
    parent_[high] = low;
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace

bool is_expressible(std::string_view full_name) {
  return std::none_of(full_name.begin(), full_name.end(), separates_or_matches_more);
}

std::string filter_pattern(std::string_view full_name) {
  std::string pattern(full_name);
  std::replace_if(pattern.begin(), pattern.end(), separates_or_matches_more, '?');
  return pattern;
}

std::string full_name(const model::TestCase& test) { return test.suite + "." + test.name; }

std::vector<std::vector<model::TestIndex>> inseparable_groups(const model::Collection& collection,
                                                              const std::vector<model::TestIndex>& tests) {
  Groups groups(tests.size());
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const model::TestCase& test = collection.tests[tests[i]];
    if (is_expressible(test.suite) && is_expressible(test.name)) continue;
    const std::string pattern = filter_pattern(full_name(test));
    for (std::size_t j = 0; j < tests.size(); ++j) {
      if (base::glob_match(pattern, full_name(collection.tests[tests[j]]))) groups.join(i, j);
    }
  }
  std::vector<std::vector<model::TestIndex>> result;
  std::vector<std::size_t> place(tests.size());
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const std::size_t root = groups.root(i);
    if (root == i) {
      place[i] = result.size();
      result.emplace_back();
    }
    result[place[root]].push_back(tests[i]);
  }
  return result;
}

}  // namespace trireme::schedule
