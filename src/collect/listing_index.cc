#include "collect/listing_index.h"

#include <algorithm>

#include "base/text.h"

namespace trireme::collect {

namespace {

// "Suite.Test@gw0" without "@gw0".
std::string without_worker(const std::string& name) {
  const auto at = name.rfind("@gw");
  const bool worker =
      at != std::string::npos && at + 3 < name.size() && name.find_first_not_of("0123456789", at + 3) == std::string::npos;
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
    const auto [first, fresh] = tests_.try_emplace(full_name(listing.tests[i]), i);
    if (!fresh && !duplicate_) duplicate_ = {first->second, i};
    suites_[listing.tests[i].suite].push_back(i);
  }
}

std::vector<std::size_t> ListingIndex::find(const std::string& name) const {
  for (const std::string& asked : {name, without_worker(name)}) {
    if (const auto test = tests_.find(asked); test != tests_.end()) return {test->second};
    if (const auto suite = suites_.find(asked); suite != suites_.end()) return suite->second;
  }
  return find_shown(name);
}

// What a terminal has shown of a name with bytes that cannot be shown.
std::vector<std::size_t> ListingIndex::find_shown(const std::string& name) const {
  std::vector<std::size_t> found;
  if (name.find("\\x") == std::string::npos) return found;
  for (const auto& [full, test] : tests_) {
    if (base::printable(full) == name) found.push_back(test);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string ListingIndex::nearest(const std::string& name) const {
  std::vector<std::string> candidates;
  const auto add_keys = [&](const auto& names) {
    for (const auto& [candidate, tests] : names) candidates.push_back(candidate);
  };
  name.find('.') == std::string::npos ? add_keys(suites_) : add_keys(tests_);
  std::sort(candidates.begin(), candidates.end());  // of equally near ones, the same one each time
  return base::nearest(name, candidates);
}

}  // namespace trireme::collect
