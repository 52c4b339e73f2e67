// The names of a listing: finds those a node id means, and those given twice.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "collect/listing.h"

namespace trireme::collect {

class ListingIndex {
 public:
  explicit ListingIndex(const Listing& listing);

  // Indexes in Listing::tests, in order, of what `name` means: "Suite.Test", or "Suite" for all of it. The "@gw0" of
  // --dist each is left out if the name means nothing with it. Last, a test's name as base::printable() shows it. Empty: there is
  // no such test.
  [[nodiscard]] std::vector<std::size_t> find(const std::string& name) const;

  // The first two tests of one name.
  [[nodiscard]] const std::optional<std::pair<std::size_t, std::size_t>>& duplicate() const { return duplicate_; }

  // The name of a test (or suite, if there is no '.' in `name`) that is spelled most alike, or "". Looks at every name.
  [[nodiscard]] std::string nearest(const std::string& name) const;

 private:
  [[nodiscard]] std::vector<std::size_t> find_shown(const std::string& name) const;

  std::unordered_map<std::string, std::size_t> tests_;
  std::unordered_map<std::string, std::vector<std::size_t>> suites_;
  std::optional<std::pair<std::size_t, std::size_t>> duplicate_;
};

std::string full_name(const ListedTest& test);

}  // namespace trireme::collect
