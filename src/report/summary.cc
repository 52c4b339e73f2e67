#include "report/summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "report/failure_text.h"

namespace trireme::report {

namespace {

using events::Tally;
using model::Outcome;

constexpr int k_longest_reason = 400;  // columns
constexpr std::array<char, 9> k_letter_of = {'p', 'f', 'f', 'f', 'E', 's', 'R', 'E', 's'};

// The letters of our own that a letter of the user's stands for.
std::string_view meaning(char letter) {
  switch (letter) {
    case 'f':
    case 'F': return "f";
    case 'E': return "E";
    case 's':
    case 'S': return "s";
    case 'p':
    case 'P': return "p";
    case 'R': return "R";
    case 'a': return "sRfE";
    case 'A': return "psRfE";
    default: return "";
  }
}

char letter_of(Outcome outcome) { return k_letter_of[static_cast<std::size_t>(outcome)]; }

std::string failed_text(const Tally& tally) {
  const std::size_t crashed = tally.count(Outcome::crashed);
  const std::size_t timed_out = tally.count(Outcome::timed_out);
  std::vector<std::string> kinds;
  if (crashed > 0) kinds.push_back(fmt::format("{} crashed", crashed));
  if (timed_out > 0) kinds.push_back(fmt::format("{} timed out", timed_out));
  if (tally.passing_alone() > 0) kinds.push_back(fmt::format("{} passing alone", tally.passing_alone()));
  const std::string text = fmt::format("{} failed", tally.count(Outcome::failed) + crashed + timed_out);
  return kinds.empty() ? text : fmt::format("{} ({})", text, fmt::join(kinds, ", "));
}

std::size_t failures(const Tally& tally) {
  return tally.count(Outcome::failed) + tally.count(Outcome::crashed) + tally.count(Outcome::timed_out);
}

Paint paint_of_all(const Tally& tally) {
  if (tally.any_bad()) return Paint::red;
  const std::size_t doubtful = tally.count(Outcome::flaky) + tally.count(Outcome::interrupted) + tally.count(Outcome::not_run);
  return tally.count(Outcome::passed) > 0 && doubtful == 0 ? Paint::green : Paint::yellow;
}

}  // namespace

ShortSummary::ShortSummary(const std::string& report_chars) {
  for (const char letter : report_chars) {
    if (letter == 'N') letters_.clear();
    for (const char own : meaning(letter)) {
      if (letters_.find(own) == std::string::npos) letters_ += own;
    }
  }
}

void ShortSummary::add(const model::TestFinished& test) {
  if (letters_.find(letter_of(test.outcome)) == std::string::npos) return;
  add(test.outcome, test.test.id, first_line(test.reason, test.failures));
}

void ShortSummary::add(const model::ProcessFailed& failure) {
  add(Outcome::error, failure.id, first_line(failure.text, failure.failures));
}

void ShortSummary::add(const model::CollectionFailed& error) { add(Outcome::error, error.path, first_line(error.text, {})); }

void ShortSummary::add(Outcome outcome, const std::string& id, const std::string& why) {
  std::string text = one_line(id);
  if (!why.empty()) text += fmt::format(" - {}", fitting(why, k_longest_reason));
  lines_.push_back({outcome, std::move(text)});
}

std::string ShortSummary::text(const Style& style) const {
  std::string text;
  for (const char letter : letters_) {
    for (const Line& line : lines_) {
      if (letter_of(line.outcome) != letter) continue;
      text += style.paint(paint_of(line.outcome), word_of(line.outcome)) + " " + line.text + "\n";
    }
  }
  return text.empty() ? "" : style.rule('=', "short test summary info", Paint::cyan) + text;
}

std::string last_line(const Tally& tally, const Ending& ending, const Style& style) {
  std::vector<std::string> parts;
  const auto part = [&](std::size_t count, std::string_view word) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, word));
  };
  if (failures(tally) > 0) parts.push_back(failed_text(tally));
  part(tally.count(Outcome::passed), "passed");
  part(tally.count(Outcome::flaky), "flaky");
  part(tally.count(Outcome::skipped), "skipped");
  part(ending.deselected, "deselected");
  if (tally.errors() > 0) parts.push_back(base::counted(tally.errors(), "error"));
  part(tally.count(Outcome::interrupted), "interrupted");
  part(tally.count(Outcome::not_run), "not run");
  part(tally.leaky(), "leaky");
  if (parts.empty()) parts.emplace_back("no tests ran");
  const std::string text = fmt::format("{} {}", fmt::join(parts, ", "), took(ending.seconds));
  const Paint paint = paint_of_all(tally);
  return ending.ruled ? style.rule('=', text, paint) : style.paint(paint, text) + "\n";
}

std::string kept_text(const std::vector<std::string>& kept, const Style& style) {
  if (kept.empty()) return "";
  std::string text = style.rule('=', "kept databases", Paint::cyan);
  for (const std::string& each : kept) text += one_line(each) + "\n";
  return text;
}

std::string took(double seconds) {
  if (seconds < 60) return fmt::format("in {:.2f}s", seconds);
  const auto whole = static_cast<long long>(seconds);
  return fmt::format("in {:.2f}s ({}:{:02}:{:02})", seconds, whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace trireme::report
