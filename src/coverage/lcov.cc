#include "coverage/lcov.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace trireme::coverage {

namespace {

// A name with a newline in it would be another record.
std::string one_record(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, '?');
  return text;
}

// The same name may be there twice, once in each of two units. lcov knows functions by name.
void add_functions(std::string& out, const CoveredFile& file) {
  std::set<std::string> names;
  std::string counts;
  std::size_t hit = 0;
  for (const FunctionCount& each : file.functions) {
    std::string name = one_record(each.name);
    if (!names.insert(name).second) name += fmt::format("@{}", each.start_line);
    fmt::format_to(std::back_inserter(out), "FN:{},{}\n", each.start_line, name);
    fmt::format_to(std::back_inserter(counts), "FNDA:{},{}\n", each.count, name);
    hit += each.count > 0 ? 1 : 0;
  }
  out += counts;
  fmt::format_to(std::back_inserter(out), "FNF:{}\nFNH:{}\n", file.functions.size(), hit);
}

void add_branches(std::string& out, const CoveredFile& file, const Numbers& numbers) {
  for (const CoveredLine& line : file.lines) {
    const bool reached =
        std::any_of(line.branches.begin(), line.branches.end(), [](const Branch& each) { return each.count > 0; });
    for (std::size_t i = 0; i < line.branches.size(); ++i) {
      const std::string taken = reached ? fmt::format("{}", line.branches[i].count) : "-";
      fmt::format_to(std::back_inserter(out), "BRDA:{},0,{},{}\n", line.number, i, taken);
    }
  }
  fmt::format_to(std::back_inserter(out), "BRF:{}\nBRH:{}\n", numbers.branches, numbers.executed_branches());
}

}  // namespace

std::string lcov_text(const Report& report) {
  std::string out;
  for (const CoveredFile& file : report.files) {
    const Numbers numbers = file.numbers();
    fmt::format_to(std::back_inserter(out), "TN:\nSF:{}\n", one_record(file.name));
    add_functions(out, file);
    if (report.has_branches) add_branches(out, file, numbers);
    for (const CoveredLine& each : file.lines) fmt::format_to(std::back_inserter(out), "DA:{},{}\n", each.number, each.count);
    fmt::format_to(std::back_inserter(out), "LF:{}\nLH:{}\nend_of_record\n", numbers.statements, numbers.executed());
  }
  return out;
}

}  // namespace trireme::coverage
