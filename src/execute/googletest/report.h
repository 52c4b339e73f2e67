// GoogleTest's end-of-run report (--gtest_output=xml:FILE). Its JSON is not used: 1.12 writes it malformed after a failure
// outside tests.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/event.h"

namespace trireme::execute::googletest {

struct ReportedTest {
  std::string key;       // "Suite.Test", see report_key
  bool ran = false;      // status="run": it was asked for; says nothing of having been started
  bool started = false;  // it has a start time; GoogleTest "skips" tests it never started after a failed set-up
  bool skipped = false;
  std::string skip_message;
  double duration = 0;  // seconds
  std::vector<model::Failure> failures;
  std::vector<std::pair<std::string, std::string>> properties;
};

struct Report {
  std::vector<ReportedTest> tests;  // in its order; of several with one key the first counts
  // By suite; "" = of a global Environment. A suite's set-up is in the reports of GoogleTest 1.16 and newer.
  std::map<std::string, std::vector<model::Failure>> outside_failures;
};

// Finds tests in a report, which outlives it. It is quick when they are looked for in the report's order.
class ReportLookup {
 public:
  explicit ReportLookup(const Report& report) : report_(report) {}
  // nullptr: it has none.
  const ReportedTest* find(const std::string& key);

 private:
  const Report& report_;
  std::size_t next_ = 0;
  std::unordered_map<std::string_view, std::size_t> places_;  // filled when first needed
};

// How a name reads in the report: characters XML cannot hold are dropped by GoogleTest.
std::string report_key(const std::string& suite, const std::string& name);

// nullopt if the text is no whole report.
std::optional<Report> parse_report(const std::string& xml);
// … of a file, however many failures and properties it tells of: of each test only some are kept, see ReportCutter.
std::optional<Report> read_report(const std::string& path);

}  // namespace trireme::execute::googletest
