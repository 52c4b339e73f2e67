#include "execute/sanitizer.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace trireme::execute {

namespace {

constexpr std::string_view k_summary = "SUMMARY: ";
constexpr std::string_view k_runtime_error =
    ": runtime error: ";                // UndefinedBehaviorSanitizer's summary says less or is missing
constexpr std::size_t k_longest = 400;  // bytes

bool names_sanitizer(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(": "));
  return name.size() < text.size() && name.ends_with("Sanitizer") &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
}

std::string_view line_at(std::string_view text, std::size_t begin) {
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  return line.substr(0, k_longest);
}

std::string summary_in(std::string_view text) {
  for (std::size_t at = text.rfind(k_summary); at != std::string_view::npos; at = text.rfind(k_summary, at - 1)) {
    const std::string_view line = line_at(text, at + k_summary.size());
    if (names_sanitizer(line)) return std::string(line);
    if (at == 0) break;
  }
  return "";
}

std::string runtime_error_in(std::string_view text) {
  const std::size_t at = text.rfind(k_runtime_error);
  if (at == std::string_view::npos) return "";
  const std::size_t before = text.rfind('\n', at);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::string what(line_at(text, at + k_runtime_error.size()));
  return "UndefinedBehaviorSanitizer: " + what + " (" + std::string(line_at(text.substr(0, at), begin)) + ")";
}

std::string finding_in(std::string_view text) {
  std::string summary = summary_in(text);
  if (!summary.empty() && !summary.starts_with("UndefinedBehavior")) return summary;
  std::string error = runtime_error_in(text);
  return error.empty() ? summary : error;
}

}  // namespace

std::string sanitizer_finding(const model::Captured& output) {
  const std::string last = finding_in(output.tail);
  return last.empty() ? finding_in(output.head) : last;
}

}  // namespace trireme::execute
