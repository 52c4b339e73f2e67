// Collection without its surroundings, which a test can make up.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "collect/listing.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::collect {

struct Surroundings {
  std::function<std::vector<base::Result<Listing>>(const std::vector<Question>&)> ask;
  std::function<std::vector<std::string>(const std::string& directory)> find;  // find_test_executables
  std::function<bool(const std::string& path)> holds_googletest;
};

// As collect(). Nothing is asked if there already is a usage error.
model::Collection gather(const model::Options& options, const Surroundings& surroundings);

}  // namespace trireme::collect
