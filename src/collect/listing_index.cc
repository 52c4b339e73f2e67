#include "collect/listing_index.h"

#include <algorithm>

#include "base/text.h"

namespace trireme::collect {

namespace {

// "Suite.Test@gw0" without "@gw0".
std::string without_worker(const std::string& name) {
  const auto at = name.rfind("@gw");
  const bool worker = at != std::string::npos && at + 3 < name.size() &&
                      name.find_first_not_of("0123456789", at + 3) == std::string::npos;
  return worker ? name.substr(0, at) : name;
}

}  // namespace

std::string full_name(const ListedTest& test) {
  std::string name;
  name.reserve(test.suite.size() + 1 + test.name.size());
  return name.append(test.suite).append(".").append(test.name);
}

ListingIndex::ListingIndex(const Listing& listing) {
  tests_.reserve(listing.tests.size());
  for (std::size_t i = 0; i < listing.tests.size(); ++i) {
    std::vector<std::size_t>& same = tests_[full_name(listing.tests[i])];
    if (!same.empty() && !duplicate_) duplicate_ = {same.front(), i};
    same.push_back(i);
    suites_[listing.tests[i].suite].push_back(i);
  }
}

const std::vector<std::size_t>& ListingIndex::find(const std::string& name) const {
  static const std::vector<std::size_t> k_none;
  for (const std::string& asked : {name, without_worker(name)}) {
    for (const Names* names : {&tests_, &suites_}) {
      if (const auto found = names->find(asked); found != names->end()) return found->second;
    }
  }
  return k_none;
}

std::string ListingIndex::nearest(const std::string& name) const {
  const Names& names = name.find('.') == std::string::npos ? suites_ : tests_;
  std::vector<std::string> candidates;
  for (const auto& [candidate, tests] : names) candidates.push_back(candidate);
  std::sort(candidates.begin(), candidates.end());
  return base::nearest(name, candidates);
}

}  // namespace trireme::collect
