// What a run with --cov-context=test adds to the map of tests.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "coverage/combine.h"
#include "coverage/outcomes.h"
#include "coverage/test_map.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::coverage {

// Before the first test: what the project was like then.
Revision revision_now(const model::Options& options, const std::vector<std::string>& build_directories);

struct MappedRun {
  const model::Options& options;
  const model::Collection& collection;
  const Outcomes& outcomes;
  const Combined& combined;
  const std::vector<Source>& sources;
  const std::vector<std::string>& contexts;  // by number
  const std::vector<std::string>& without;   // programs that count nothing
  const std::set<std::string>& lost;         // ids of tests, suites and programs of which not all is known that they ran
};

// Each test that ran, if all is known of it, has a new entry; the others keep theirs. `revision`: as it was made before. After a
// run that came to its end, tests that are no more lose theirs.
void add_run(const MappedRun& run, Revision revision, TestMap& map);

}  // namespace trireme::coverage
