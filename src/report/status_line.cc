#include "report/status_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "report/style.h"

namespace trireme::report {

namespace {

// Earlier the guess would jump about.
constexpr double k_settled = 1.0;  // seconds

std::string time_text(const Standing& standing) {
  if (standing.done == 0 || standing.at < k_settled) return clock_text(standing.at);
  const std::size_t open = standing.total - std::min(standing.done, standing.total);
  const double left = standing.at * static_cast<double>(open) / static_cast<double>(standing.done);
  return fmt::format("{}, about {} left", clock_text(standing.at), clock_text(left));
}

// What tells the running tests apart; the path would fill the line.
std::string_view short_name(std::string_view id) {
  const std::size_t separator = id.rfind("::");
  return separator == std::string_view::npos ? id : id.substr(separator + 2);
}

}  // namespace

void RunningTests::started(const std::string& worker, const std::string& id, double at) {
  std::erase_if(running_, [&](const Running& each) { return each.worker == worker; });
  running_.push_back({worker, id, at});
}

void RunningTests::ended(const std::string& id) {
  std::erase_if(running_, [&](const Running& each) { return each.id == id; });
}

std::string RunningTests::text(double at) const {
  std::string text;
  for (const Running& each : running_) {
    if (!text.empty()) text += ", ";
    const double age = std::max(at - each.since, 0.0);
    fmt::format_to(std::back_inserter(text), "{} {} {:.0f}s", each.worker, short_name(each.id), age);
  }
  return text;
}

std::string status_line(const Standing& standing, const RunningTests& running, int columns) {
  std::string line = fmt::format("{} {}/{}", percentage(standing.done, standing.total), standing.done, standing.total);
  if (standing.failed > 0) fmt::format_to(std::back_inserter(line), ", {} failed", standing.failed);
  fmt::format_to(std::back_inserter(line), ", {}", time_text(standing));
  const std::string tests = running.text(standing.at);
  if (!tests.empty()) line += " | " + tests;
  line = one_line(line);
  return std::string(fitting(line, columns - 1));
}

std::string percentage(std::size_t done, std::size_t total) {
  return fmt::format("[{:3}%]", total == 0 ? 100 : std::min(done, total) * 100 / total);
}

std::string clock_text(double seconds) {
  const auto whole = static_cast<long long>(std::max(seconds, 0.0));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace trireme::report
