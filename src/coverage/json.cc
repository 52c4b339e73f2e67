#include "coverage/json.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "coverage/demangle.h"
#include "coverage/out.h"
#include "events/json_writer.h"

namespace trireme::coverage {

namespace {

std::string quoted(const std::string& text) {
  std::string out;
  events::append_json_text(out, base::printable(text));
  return out;
}

// Python's floats have a point.
std::string number(double value) {
  std::string text = fmt::format("{}", value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

// Of lines in their order: is one in no function?
class Outside {
 public:
  explicit Outside(const std::vector<FunctionCount>& functions) : at_(functions.begin()), end_(functions.end()) {}

  bool operator()(std::uint32_t line) {
    for (; at_ != end_ && at_->start_line <= line; ++at_) last_ = std::max(last_, at_->end_line);
    return line > last_;
  }

 private:
  std::vector<FunctionCount>::const_iterator at_;
  std::vector<FunctionCount>::const_iterator end_;
  std::uint32_t last_ = 0;  // of those that have begun
};

class Writer : Out {
 public:
  explicit Writer(const Report& report) : report_(report) {}

  std::string text() {
    add("{{\"meta\": {{\"format\": 3, \"version\": {}, \"timestamp\": \"{:%Y-%m-%dT%H:%M:%S}\", \"branch_coverage\": {}, "
        "\"show_contexts\": {}}}, \"files\": {{",
        quoted(TRIREME_VERSION), fmt::localtime(report_.time), report_.has_branches, !report_.contexts.empty());
    const char* comma = "";
    for (const CoveredFile& each : report_.files) {
      add("{}{}: {{", comma, quoted(each.name));
      add_file(each);
      add("}}");
      comma = ", ";
    }
    add("}}, \"totals\": ");
    add_summary(report_.total);
    add("}}");
    return take();
  }

 private:
  void add_summary(const Numbers& n) {
    const auto display = [&](double percent) { return percent_text(percent, report_.precision); };
    const double lines = percent_of(n.executed(), n.statements);
    add("{{\"covered_lines\": {}, \"num_statements\": {}, \"percent_covered\": {}, \"percent_covered_display\": \"{}\", "
        "\"missing_lines\": {}, \"excluded_lines\": {}, \"percent_statements_covered\": {}, "
        "\"percent_statements_covered_display\": \"{}\"",
        n.executed(), n.statements, number(n.percent()), display(n.percent()), n.missing, n.excluded, number(lines),
        display(lines));
    if (report_.has_branches) {
      const double branches = percent_of(n.executed_branches(), n.branches);
      add(", \"num_branches\": {}, \"num_partial_branches\": {}, \"covered_branches\": {}, \"missing_branches\": {}, "
          "\"percent_branches_covered\": {}, \"percent_branches_covered_display\": \"{}\"",
          n.branches, n.partial_branches, n.executed_branches(), n.missing_branches, number(branches), display(branches));
    }
    add("}}");
  }

  // Coverage.py's regions; "" is what is in none. Nobody tells us of classes.
  void add_file(const CoveredFile& file) {
    find_contexts(file);
    add_region(file);
    add(", \"functions\": {{");
    std::set<std::string> names;
    for (const FunctionCount& each : file.functions) {
      std::string name = demangled(each.name);
      while (!names.insert(name).second) name += fmt::format("@{}", each.start_line);
      add("{}: {{", quoted(name));
      add_region(part_of(file, each));
      add(", \"start_line\": {}, \"execution_count\": {}}}, ", each.start_line, each.count);
    }
    add_rest(outside_of_functions(file));
    add("}}, \"classes\": {{");
    add_rest(file);
    add("}}");
  }

  void add_rest(const CoveredFile& part) {
    add("\"\": {{");
    add_region(part);
    add(", \"start_line\": 1}}");
  }

  void find_contexts(const CoveredFile& file) {
    contexts_.clear();
    for (const CoveredLine& line : file.lines) {
      std::vector<std::string> names;
      for (const Context each : file.contexts_of(line.number)) names.push_back(quoted(report_.contexts[each]));
      if (!names.empty()) contexts_[line.number] = fmt::format("\"{}\": [{}]", line.number, fmt::join(names, ", "));
    }
  }

  void add_contexts(const CoveredFile& part) {
    std::vector<std::string_view> lines;
    for (const CoveredLine& line : part.lines) {
      if (const auto found = contexts_.find(line.number); found != contexts_.end()) lines.emplace_back(found->second);
    }
    add(", \"contexts\": {{{}}}", fmt::join(lines, ", "));
  }

  static CoveredFile outside_of_functions(const CoveredFile& file) {
    CoveredFile part;
    std::copy_if(file.lines.begin(), file.lines.end(), std::back_inserter(part.lines),
                 [is_outside = Outside(file.functions)](const CoveredLine& each) mutable { return is_outside(each.number); });
    std::copy_if(file.excluded.begin(), file.excluded.end(), std::back_inserter(part.excluded), Outside(file.functions));
    return part;
  }

  static CoveredFile part_of(const CoveredFile& file, const FunctionCount& function) {
    const auto is_inside = [&](std::uint32_t number) { return function.start_line <= number && number <= function.end_line; };
    CoveredFile part;
    const auto first = std::lower_bound(file.lines.begin(), file.lines.end(), function.start_line,
                                        [](const CoveredLine& each, std::uint32_t number) { return each.number < number; });
    for (auto at = first; at != file.lines.end() && is_inside(at->number); ++at) part.lines.push_back(*at);
    std::copy_if(file.excluded.begin(), file.excluded.end(), std::back_inserter(part.excluded), is_inside);
    return part;
  }

  // A file, or a part of it.
  void add_region(const CoveredFile& part) {
    std::vector<std::uint32_t> executed;
    std::vector<std::uint32_t> missing;
    for (const CoveredLine& each : part.lines) (each.ran() ? executed : missing).push_back(each.number);
    add("\"executed_lines\": [{}], \"summary\": ", fmt::join(executed, ", "));
    add_summary(part.numbers());
    add(", \"missing_lines\": [{}], \"excluded_lines\": [{}]", fmt::join(missing, ", "), fmt::join(part.excluded, ", "));
    if (!report_.contexts.empty()) add_contexts(part);
    if (!report_.has_branches) return;
    add(", \"executed_branches\": [{}], \"missing_branches\": [{}]", branches(part, true), branches(part, false));
  }

  // Coverage.py has a negative line for a way out.
  static std::string branches(const CoveredFile& part, bool executed) {
    std::vector<std::string> pairs;
    for (const CoveredLine& line : part.lines) {
      for (const Branch& each : line.branches) {
        const bool ran = each.count > 0;
        if (ran != executed) continue;
        const auto target = each.leads_to_line() ? std::int64_t{each.target} : -std::int64_t{line.number};
        pairs.push_back(fmt::format("[{}, {}]", line.number, target));
      }
    }
    return fmt::format("{}", fmt::join(pairs, ", "));
  }

  const Report& report_;
  std::unordered_map<std::uint32_t, std::string> contexts_;  // of the file's lines
};

}  // namespace

std::string json_text(const Report& report) { return Writer(report).text(); }

}  // namespace trireme::coverage
