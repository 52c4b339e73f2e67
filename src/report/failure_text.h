// What is shown of a failure: a rule with its id, where and why, what it printed, how to repeat it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/event.h"
#include "report/style.h"

namespace trireme::report {

// What test failures and ends of processes have in common. The strings live as long as the event.
struct FailureView {
  const std::string& id;
  const std::string& worker;
  model::Outcome outcome;
  const std::string& reason;
  const std::vector<model::Failure>& failures;
  const model::Captured& output;
  const std::string& kept_directory;
  const std::string& repeat_command;
  std::string_view stacks;
  std::span<const std::string> ran_before = {};  // of a test that passes alone
  std::string_view server_log = {};
};
FailureView view_of(const model::TestFinished& test);

// Ends with a newline; raw bytes of tests come out printable.
std::string failure_text(const FailureView& failure, const Style& style);
std::string collection_error_text(const model::CollectionFailed& error, const Style& style);

// "first line of what went wrong", for one-line summaries; "" if nothing is known.
std::string first_line(const std::string& reason, const std::vector<model::Failure>& failures);

}  // namespace trireme::report
