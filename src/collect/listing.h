// Asks test executables for their tests: `--gtest_list_tests` with a JSON report, several at once, each in its own process
// group, stdin /dev/null, at most 10 s, then killed with its descendants. What a binary answered is cached.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "forkserver/stock.h"

namespace trireme::collect {

struct ListedTest {
  std::string suite;
  std::string name;
  std::string file;
  int line = 0;
  std::string type_param;
  std::string value_param;
};

struct Listing {
  std::vector<ListedTest> tests;  // in the order of the listing; DISABLED_ ones too
  bool has_fail_fast = false;     // GoogleTest 1.11 and newer
  bool too_old = false;           // older than 1.10
};

struct Question {
  std::string path;       // absolute
  std::string directory;  // absolute; where it is run
  std::vector<std::string> args;
  std::vector<std::string> environment;  // whole, "NAME=value"
  bool counts_in_vain = false;           // what it counts while it answers, nobody wants to know
};

// What may run at once.
struct AtOnce {
  int programs = 1;
  int servers = 1;  // fork servers of a program that is the only one, as all workers will want it
};

// An answer per question, in order. An error is a sentence without the path ("crashed with SIGSEGV while it listed its
// tests"), perhaps with the last lines the program printed. With a stock, programs that had to be started are kept in it as
// fork servers where that is possible. `directory`, which exists, is for files.
std::vector<base::Result<Listing>> ask(const std::vector<Question>& questions, AtOnce at_once, const std::string& directory,
                                       forkserver::Stock* stock = nullptr);

}  // namespace trireme::collect
