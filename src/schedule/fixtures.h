// Collections for unit tests.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "model/test_case.h"

namespace trireme::schedule {

// One binary `bin` with these tests, written "Suite.Test" or "Suite.Test@file.cc".
inline model::Collection collection_of(const std::vector<std::string>& tests) {
  model::Collection collection;
  collection.binaries.push_back({.path = "/bin", .name = "bin"});
  collection.launches.push_back({.directory = "/"});
  for (const std::string& each : tests) {
    const std::size_t dot = each.find('.');
    const std::size_t at = std::min(each.find('@'), each.size());
    model::TestCase test{
        .id = "bin::" + each.substr(0, at), .suite = each.substr(0, dot), .name = each.substr(dot + 1, at - dot - 1)};
    if (at < each.size()) test.file = each.substr(at + 1);
    collection.tests.push_back(std::move(test));
  }
  return collection;
}

}  // namespace trireme::schedule
