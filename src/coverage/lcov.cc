#include "coverage/lcov.h"

#include <algorithm>
#include <set>

#include "coverage/out.h"

namespace trireme::coverage {

namespace {

// A name with a newline in it would be another record.
std::string one_record(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, '?');
  return text;
}

// The same name may be there twice, once in each of two units. lcov knows functions by name.
void add_functions(Out& out, const CoveredFile& file) {
  std::set<std::string> names;
  Out counts;
  std::size_t hit = 0;
  for (const FunctionCount& each : file.functions) {
    std::string name = one_record(each.name);
    if (!names.insert(name).second) name += fmt::format("@{}", each.start_line);
    out.add("FN:{},{}\n", each.start_line, name);
    counts.add("FNDA:{},{}\n", each.count, name);
    hit += each.count > 0 ? 1 : 0;
  }
  out.add("{}FNF:{}\nFNH:{}\n", counts.take(), file.functions.size(), hit);
}

void add_branches(Out& out, const CoveredFile& file, const Numbers& numbers) {
  for (const CoveredLine& line : file.lines) {
    const bool reached = line.missing_branches() < line.branches.size();
    for (std::size_t i = 0; i < line.branches.size(); ++i) {
      const std::string taken = reached ? fmt::format("{}", line.branches[i].count) : "-";
      out.add("BRDA:{},0,{},{}\n", line.number, i, taken);
    }
  }
  out.add("BRF:{}\nBRH:{}\n", numbers.branches, numbers.executed_branches());
}

}  // namespace

std::string lcov_text(const Report& report) {
  Out out;
  for (const CoveredFile& file : report.files) {
    const Numbers numbers = file.numbers();
    out.add("TN:\nSF:{}\n", one_record(file.name));
    add_functions(out, file);
    if (report.has_branches) add_branches(out, file, numbers);
    for (const CoveredLine& each : file.lines) out.add("DA:{},{}\n", each.number, each.count);
    out.add("LF:{}\nLH:{}\nend_of_record\n", numbers.statements, numbers.executed());
  }
  return out.take();
}

}  // namespace trireme::coverage
