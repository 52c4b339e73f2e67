// What reports show: files, their lines, and the numbers that coverage.py makes of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "coverage/counts.h"
#include "coverage/line.h"
#include "coverage/line_set.h"

namespace trireme::coverage {

struct CoveredLine {
  std::uint32_t number = 0;
  std::int64_t count = 0;
  Branches branches;  // none where they are not asked for
  [[nodiscard]] bool ran() const { return count > 0; }
  [[nodiscard]] std::size_t missing_branches() const;
};

// Coverage.py's words: statements are lines with code.
struct Numbers {
  std::size_t statements = 0;
  std::size_t missing = 0;
  std::size_t excluded = 0;
  std::size_t branches = 0;
  std::size_t missing_branches = 0;
  std::size_t partial_branches = 0;  // missing ones of lines that ran

  [[nodiscard]] std::size_t executed() const { return statements - missing; }
  [[nodiscard]] std::size_t executed_branches() const { return branches - missing_branches; }
  [[nodiscard]] double percent() const;  // of statements and branches together; 100 of nothing
  Numbers& operator+=(const Numbers& more);
};

double percent_of(std::size_t part, std::size_t whole);

// Never 0 or 100 unless it is.
std::string percent_text(double percent, int precision);

struct CoveredFile {
  std::string name;                // in reports
  std::string path;                // absolute
  std::vector<CoveredLine> lines;  // by number
  std::vector<std::uint32_t> excluded;
  std::vector<FunctionCount> functions;   // by first line, then name
  std::map<Context, LineSet> by_context;  // what each ran of `lines`

  [[nodiscard]] Numbers numbers() const;
  // As term-missing shows it: "5-11, 20, 30->32, 40->exit".
  [[nodiscard]] std::string missing() const;
  // Those that ran a line.
  [[nodiscard]] std::vector<Context> contexts_of(std::uint32_t line) const;
};

struct Report {
  std::string root;                // absolute; names are relative to it
  std::vector<CoveredFile> files;  // by name, numbers in it by their value
  bool has_branches = false;
  int precision = 0;
  Numbers total;
  std::vector<std::string> contexts;  // names by number, the first "": tests; empty where nobody asks for them
  std::string compiler;               // "gcc 12.2", or several
  std::int64_t time = 0;              // seconds since 1970
};

// "a2" comes before "a10".
bool comes_before(const std::string& a, const std::string& b);

}  // namespace trireme::coverage
