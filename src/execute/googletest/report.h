// GoogleTest's end-of-run report (--gtest_output=xml:FILE). Its JSON is not used: 1.12 writes it malformed after a failure
// outside tests.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/event.h"

namespace trireme::execute::googletest {

struct ReportedTest {
  bool ran = false;      // status="run": it was asked for; says nothing of having been started
  bool started = false;  // it has a start time; GoogleTest "skips" tests it never started after a failed set-up
  bool skipped = false;
  std::string skip_message;
  double duration = 0;  // seconds
  std::vector<model::Failure> failures;
  std::vector<std::pair<std::string, std::string>> properties;
};

struct Report {
  // By "Suite.Test", as XML can hold it (see report_key).
  std::map<std::string, ReportedTest> tests;
  std::vector<std::string> order;                // keys in the order of the report
  std::vector<model::Failure> outside_failures;  // of a global Environment; a suite's set-up is not in the report
};

// How a name reads in the report: characters XML cannot hold are dropped by GoogleTest.
std::string report_key(const std::string& suite, const std::string& name);

// nullopt if the text is no whole report.
std::optional<Report> parse_report(const std::string& xml);

}  // namespace trireme::execute::googletest
