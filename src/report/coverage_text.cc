#include "report/coverage_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace trireme::report {

namespace {

constexpr std::size_t k_most_problems = 20;

std::string problems_text(const std::vector<std::string>& problems, const Style& style) {
  std::string text;
  const std::size_t shown = std::min(problems.size(), k_most_problems);
  for (std::size_t i = 0; i < shown; ++i) text += style.paint(Paint::yellow, "WARNING: " + one_line(problems[i])) + "\n";
  if (shown < problems.size()) text += fmt::format("… and {} more like these\n", problems.size() - shown);
  return text;
}

}  // namespace

std::string coverage_text(const model::CoverageReported& coverage, const Style& style) {
  // A heading of nothing is none.
  if (coverage.text.empty() && coverage.problems.empty() && coverage.verdict.empty()) return "";
  std::string text;
  if (!coverage.failure.empty()) text += style.paint(Paint::bold_red, "ERROR: " + one_line(coverage.failure)) + "\n";
  text += style.rule('=', "tests coverage");
  text += style.rule('_', one_line(coverage.heading)) + "\n";
  text += whole_lines(coverage.text);
  text += problems_text(coverage.problems, style);
  const Paint how = coverage.failure.empty() ? Paint::green : Paint::bold_red;
  if (!coverage.verdict.empty()) text += style.paint(how, one_line(coverage.verdict)) + "\n";
  return text;
}

}  // namespace trireme::report
