// Which test runs what, for --affected and `trireme cov who`. It is made of several runs: each test is as its last run with
// --cov-context=test had it, and that run's revision says what sources, units and other files were like then. So what has changed
// for a test is found whatever others have run since.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "coverage/known_file.h"
#include "coverage/line_set.h"
#include "coverage/touched.h"

namespace trireme::coverage {

// A source as it was.
struct SourceCopy {
  std::string path;
  std::string text;
  std::vector<FunctionRange> functions;
  bool is_true = true;  // false: it had changed since it was compiled, so nobody knows what it was
  bool operator==(const SourceCopy&) const = default;
};
using SourcePtr = std::shared_ptr<const SourceCopy>;
using LinesRun = std::map<SourcePtr, LineSet>;

struct MappedUnit {
  KnownFile notes;
  bool is_used = false;               // it is in a test program, or a test has loaded or started what it is in
  std::vector<std::string> programs;  // names of those test programs
  std::vector<SourcePtr> sources;
};
using UnitPtr = std::shared_ptr<const MappedUnit>;

struct MappedProgram {
  std::string name;
  std::vector<KnownFile> files;  // itself, and libraries
};

struct Revision {
  std::int64_t made = 0;                             // when: nanoseconds since 1970
  std::vector<KnownFile> files;                      // of the project, that are no sources with functions
  std::vector<std::string> products;                 // paths, also of directories, that come and go with runs
  std::vector<std::string> build_directories;        // … that are not the project's
  std::vector<std::string> configured;               // those of them of which the settings are known
  std::vector<KnownFile> settings;                   // with which programs are built there
  std::int64_t newest = 0;                           // … a source or a header was modified
  [[nodiscard]] std::int64_t last_modified() const;  // the last of all these files, and that
  std::vector<UnitPtr> units;
  std::vector<MappedProgram> programs;
  LinesRun before;  // what ran before any test
};

struct MappedTest {
  std::string program;
  std::shared_ptr<const Revision> revision;
  bool failed = false;  // when it last ran, whether or not that made a part of the map
  LinesRun lines;
};

struct TestMap {
  std::map<std::string, MappedTest> tests;  // by node id
};

// In the cache, for the project with this root; "" when there is no place for it.
std::string test_map_path(const std::string& root);
base::Result<void> write_test_map(const std::string& path, const TestMap& map);
// An error reads well after "the map of tests". An empty map: there is none.
base::Result<TestMap> read_test_map(const std::string& path);

// As a file has it.
std::string packed(const TestMap& map);
base::Result<TestMap> unpacked(std::string_view text);

}  // namespace trireme::coverage
