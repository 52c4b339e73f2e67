// What collection found. Beyond collection the set of tests is fixed; a test is named by its index in Collection::tests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/file_stamp.h"
#include "model/database_mode.h"

namespace trireme::model {

using TestIndex = std::uint32_t;

// One test executable.
struct TestBinary {
  std::string path;            // absolute, for exec
  std::string name;            // as in node ids: relative to the root, or absolute outside it
  bool has_fail_fast = false;  // GoogleTest 1.11 and newer know --gtest_fail_fast
  base::FileStamp stamp;       // of before it was listed
};

// How a process must be started for a test. Tests share a process only if they share their launch.
struct Launch {
  std::uint32_t binary = 0;  // index in Collection::binaries
  std::string directory;     // absolute
  std::vector<std::string> args;
  std::vector<std::string> environment;  // additions, "NAME=value"
  DatabaseMode database = DatabaseMode::none;
  bool operator==(const Launch&) const = default;
};

struct TestCase {
  std::string id;  // node id: binary::Suite.Test
  std::string suite;
  std::string name;
  std::string file;  // as compiled into the binary; "" if unknown
  int line = 0;
  std::string type_param;
  std::string value_param;
  std::uint32_t launch = 0;  // index in Collection::launches
  double timeout = 0;        // seconds, 0 = none
  double slow_timeout = 0;   // seconds after which it is named while it runs, 0 = never
  int reruns = 0;            // at most so many further attempts when it fails
  std::vector<std::string> marks;
  bool serial = false;    // no other test runs meanwhile
  bool disabled = false;  // DISABLED_ in its name: selected, reported as skipped, not run
};

struct CollectionError {
  std::string path;  // node id prefix or path of what could not be collected
  std::string text;  // a sentence, may have further lines (the program's output)
};

struct Collection {
  std::vector<TestBinary> binaries;
  std::vector<Launch> launches;
  std::vector<TestCase> tests;        // selected, in the order of paths, then of the listing
  std::size_t deselected = 0;         // by -k, -m, --deselect, --affected
  bool none_needed = false;           // --affected has left none
  std::vector<std::string> header;    // lines that say how they were selected
  std::vector<std::string> warnings;  // … and what is to be known of it
  std::vector<CollectionError> errors;
  std::vector<std::string> usage_errors;  // paths that do not exist, are no test program, …: exit 4
};

}  // namespace trireme::model
