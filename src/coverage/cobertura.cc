#include "coverage/cobertura.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "coverage/markup.h"
#include "coverage/out.h"

namespace trireme::coverage {

namespace {

// As Python's %.4g, of which 1 of nothing is covered.
std::string rate(std::size_t part, std::size_t whole) {
  return fmt::format("{:.4g}", whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole));
}

std::string line_rate(const Numbers& numbers) { return rate(numbers.executed(), numbers.statements); }

std::string branch_rate(const Numbers& numbers, const Report& report) {
  return report.has_branches ? rate(numbers.executed_branches(), numbers.branches) : "0";
}

std::string folder_of(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string::npos ? "." : name.substr(0, std::max<std::size_t>(slash, 1));
}

std::string package_of(const std::string& folder) {
  std::string name = folder;
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

// Ways out, which are 0, come last.
std::string missing_targets(const CoveredLine& line) {
  std::map<std::uint32_t, std::string> targets;
  for (const Branch& each : line.branches) {
    if (each.count == 0) targets.emplace(each.target - 1, each.target_text());
  }
  std::string text;
  for (const auto& [place, target] : targets) text += (text.empty() ? "" : ",") + target;
  return text;
}

class Writer : Out {
 public:
  explicit Writer(const Report& report) : report_(report) {}

  std::string text() {
    const Numbers& total = report_.total;
    add("<?xml version=\"1.0\" ?>\n<coverage version=\"{}\" timestamp=\"{}\" lines-valid=\"{}\" lines-covered=\"{}\" "
        "line-rate=\"{}\" "
        "branches-covered=\"{}\" branches-valid=\"{}\" branch-rate=\"{}\" complexity=\"0\">\n",
        TRIREME_VERSION, report_.time * 1000, total.statements, total.executed(), line_rate(total), total.executed_branches(),
        total.branches, branch_rate(total, report_));
    add("\t<!-- Based on https://raw.githubusercontent.com/cobertura/web/master/htdocs/xml/coverage-04.dtd -->\n");
    add("\t<sources>\n\t\t<source>{}</source>\n\t</sources>\n\t<packages>\n", markup_text(report_.root));
    std::map<std::string, std::vector<const CoveredFile*>> packages;
    for (const CoveredFile& each : report_.files) packages[folder_of(each.name)].push_back(&each);
    for (const auto& [folder, files] : packages) add_package(folder, files);
    add("\t</packages>\n</coverage>\n");
    return take();
  }

 private:
  void add_package(const std::string& folder, const std::vector<const CoveredFile*>& files) {
    Numbers numbers;
    for (const CoveredFile* each : files) numbers += each->numbers();
    add("\t\t<package name=\"{}\" line-rate=\"{}\" branch-rate=\"{}\" complexity=\"0\">\n\t\t\t<classes>\n",
        markup_text(package_of(folder)), line_rate(numbers), branch_rate(numbers, report_));
    for (const CoveredFile* each : files) add_class(*each);
    add("\t\t\t</classes>\n\t\t</package>\n");
  }

  void add_class(const CoveredFile& file) {
    const Numbers numbers = file.numbers();
    const std::string short_name = file.name.substr(file.name.rfind('/') + 1);
    add("\t\t\t\t<class name=\"{}\" filename=\"{}\" complexity=\"0\" line-rate=\"{}\" branch-rate=\"{}\">\n",
        markup_text(short_name), markup_text(file.name), line_rate(numbers), branch_rate(numbers, report_));
    add_methods(file.functions);
    add("\t\t\t\t\t<lines>\n");
    for (const CoveredLine& each : file.lines) add_line(each);
    add("\t\t\t\t\t</lines>\n\t\t\t\t</class>\n");
  }

  void add_methods(const std::vector<FunctionCount>& functions) {
    if (functions.empty()) return add("\t\t\t\t\t<methods/>\n");
    add("\t\t\t\t\t<methods>\n");
    for (const FunctionCount& each : functions) {
      add("\t\t\t\t\t\t<method name=\"{}\" signature=\"\" line-rate=\"{}\" branch-rate=\"0\" complexity=\"0\"><lines>"
          "<line number=\"{}\" hits=\"{}\"/></lines></method>\n",
          markup_text(each.name), each.count > 0 ? 1 : 0, each.start_line, each.count);
    }
    add("\t\t\t\t\t</methods>\n");
  }

  void add_line(const CoveredLine& line) {
    add("\t\t\t\t\t\t<line number=\"{}\" hits=\"{}\"", line.number, line.count);
    if (!line.branches.empty()) {
      const std::size_t all = line.branches.size();
      const std::size_t taken = all - line.missing_branches();
      add(" branch=\"true\" condition-coverage=\"{}% ({}/{})\"", 100 * taken / all, taken, all);
      if (taken < all) add(" missing-branches=\"{}\"", missing_targets(line));
    }
    add("/>\n");
  }

  const Report& report_;
};

}  // namespace

std::string cobertura_text(const Report& report) { return Writer(report).text(); }

}  // namespace trireme::coverage
