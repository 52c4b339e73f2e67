#include "report/failure_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace trireme::report {

namespace {

using model::Captured;
using model::Failure;

constexpr std::size_t k_most_company = 10;  // lines

// As pytest-xdist; every worker is on this machine.
std::string worker_line(const std::string& worker) {
  return worker.empty() ? "" : fmt::format("[{}] linux\n", one_line(worker));
}

std::string place_of(const Failure& failure) {
  if (failure.file.empty()) return "";
  if (failure.line <= 0) return one_line(failure.file) + ": ";
  return fmt::format("{}:{}: ", one_line(failure.file), failure.line);
}

std::string failures_text(const std::vector<Failure>& failures, const Style& style) {
  std::string text;
  for (const Failure& failure : failures) {
    text += style.paint(Paint::bold, place_of(failure));
    text += whole_lines(failure.message.empty() ? "Failed" : failure.message);
  }
  return text;
}

// The nearest are the likeliest; all of them are in the log.
std::string company_text(std::span<const std::string> ran_before) {
  if (ran_before.empty()) return "";
  const std::size_t shown = std::min(ran_before.size(), k_most_company);
  const std::string some = shown < ran_before.size() ? fmt::format(", the last {} of {}", shown, ran_before.size()) : "";
  std::string text = fmt::format("ran before it in its process{}:\n", some);
  for (const std::string& id : ran_before.last(shown)) text += "  " + one_line(id) + "\n";
  return text;
}

std::string output_text(const Captured& output, const Style& style) {
  if (output.empty()) return "";
  std::string text = style.rule('-', "Captured output") + whole_lines(output.head);
  if (output.omitted > 0) text += fmt::format("... {} ...\n", one_line(model::left_out(output)));
  return text + whole_lines(output.tail);
}

// Or the sentence that there are none.
std::string stacks_text(std::string_view stacks, const Style& style) {
  if (stacks.empty()) return "";
  const bool taken = stacks.find('\n') != std::string_view::npos;
  return (taken ? style.rule('-', "Stacks") : "") + whole_lines(stacks);
}

}  // namespace

FailureView view_of(const model::TestFinished& test) {
  return {test.test.id, test.worker,         test.outcome,        test.reason, test.failures,
          test.output,  test.kept_directory, test.repeat_command, test.stacks, test.ran_before, test.server_log};
}

std::string failure_text(const FailureView& failure, const Style& style) {
  std::string title = one_line(failure.id);
  if (failure.outcome != model::Outcome::failed) title = fmt::format("{} {}", word_of(failure.outcome), title);
  std::string text = style.rule('_', title, Paint::bold_red) + worker_line(failure.worker);
  text += whole_lines(failure.reason);
  text += failures_text(failure.failures, style);
  text += company_text(failure.ran_before);
  text += output_text(failure.output, style);
  text += stacks_text(failure.stacks, style);
  if (!failure.server_log.empty()) text += style.rule('-', "Server log") + whole_lines(failure.server_log);
  if (!failure.kept_directory.empty()) text += "kept: " + one_line(failure.kept_directory) + "\n";
  const std::string label = failure.ran_before.empty() ? "repeat: " : "find out: ";
  if (!failure.repeat_command.empty()) text += label + one_line(failure.repeat_command) + "\n";
  return text;
}

std::string collection_error_text(const model::CollectionFailed& error, const Style& style) {
  return style.rule('_', "ERROR collecting " + one_line(error.path), Paint::bold_red) + whole_lines(error.text);
}

std::string first_line(const std::string& reason, const std::vector<Failure>& failures) {
  return one_line(model::headline(reason, failures));
}

}  // namespace trireme::report
