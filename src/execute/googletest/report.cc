#include "execute/googletest/report.h"

#include <cstring>
#include <pugixml.hpp>

#include "base/fd.h"
#include "execute/googletest/report_cutter.h"

namespace trireme::execute::googletest {

namespace {

// "file.cc:12\nmessage" as GoogleTest writes it; "unknown file\nmessage" has neither.
model::Failure located(const std::string& text) {
  model::Failure failure;
  const std::size_t end = text.find('\n');
  if (end == std::string::npos) return {.message = text};
  failure.message = text.substr(end + 1);
  const std::string location = text.substr(0, end);
  const std::size_t colon = location.rfind(':');
  if (colon == std::string::npos) return failure;
  failure.file = location.substr(0, colon);
  failure.line = std::atoi(location.c_str() + colon + 1);
  return failure;
}

// A start of 0 is written in local time, so its year is 1970 or 1969. Absent (old versions): unknown, taken as started.
bool has_start_time(const pugi::xml_node& node) {
  const char* timestamp = node.attribute("timestamp").value();
  return std::strncmp(timestamp, "1970-", 5) != 0 && std::strncmp(timestamp, "1969-", 5) != 0;
}

std::vector<model::Failure> failures_of(const pugi::xml_node& node) {
  std::vector<model::Failure> failures;
  for (const pugi::xml_node each : node.children("failure")) failures.push_back(located(each.child_value()));
  return failures;
}

std::vector<std::pair<std::string, std::string>> properties_of(const pugi::xml_node& node) {
  std::vector<std::pair<std::string, std::string>> properties;
  for (const pugi::xml_node each : node.child("properties").children("property")) {
    properties.emplace_back(each.attribute("name").value(), each.attribute("value").value());
  }
  return properties;
}

ReportedTest reported_test(const pugi::xml_node& node) {
  ReportedTest test;
  test.ran = std::strcmp(node.attribute("status").value(), "run") == 0;
  test.started = has_start_time(node);
  test.skipped = std::strcmp(node.attribute("result").value(), "skipped") == 0;
  if (const pugi::xml_node skip = node.child("skipped")) test.skip_message = located(skip.child_value()).message;
  test.duration = node.attribute("time").as_double();
  test.failures = failures_of(node);
  test.properties = properties_of(node);
  return test;
}

bool is_xml_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 || c == '\t' || c == '\n' || c == '\r';
}

// What failed outside of tests stands in a test without a name of a class without one; a test may have no name either. It is in the
// suite that failed, or in one that there is for what no suite is to blame for.
bool is_outside(const pugi::xml_node& node) {
  return *node.attribute("name").value() == '\0' && *node.attribute("classname").value() == '\0';
}

void add_outside(const std::string& suite, const pugi::xml_node& node, Report& report) {
  auto& known = report.outside_failures[suite == "NonTestSuiteFailure" ? "" : suite];
  for (auto& failure : failures_of(node)) known.push_back(std::move(failure));
}

void read_suite(const pugi::xml_node& suite, Report& report) {
  for (const pugi::xml_node node : suite.children("testcase")) {
    if (is_outside(node)) {
      add_outside(suite.attribute("name").value(), node, report);
      continue;
    }
    report.tests.push_back(reported_test(node));
    report.tests.back().key.append(suite.attribute("name").value()).append(".").append(node.attribute("name").value());
  }
}

}  // namespace

std::string report_key(const std::string& suite, const std::string& name) {
  std::string key;
  key.reserve(suite.size() + 1 + name.size());
  key.append(suite).append(".").append(name);
  std::erase_if(key, [](char c) { return !is_xml_character(c); });
  return key;
}

const ReportedTest* ReportLookup::find(const std::string& key) {
  if (next_ < report_.tests.size() && report_.tests[next_].key == key) return &report_.tests[next_++];
  if (places_.empty()) {
    for (std::size_t i = 0; i < report_.tests.size(); ++i) places_.emplace(report_.tests[i].key, i);
  }
  const auto found = places_.find(key);
  if (found == places_.end()) return nullptr;
  next_ = found->second + 1;
  return &report_.tests[found->second];
}

std::optional<Report> parse_report(const std::string& xml) {
  pugi::xml_document document;
  // Whitespace in attribute values is written as character references and must stay what it is.
  constexpr unsigned k_options = (pugi::parse_default & ~pugi::parse_eol) & ~pugi::parse_wconv_attribute;
  if (!document.load_buffer(xml.data(), xml.size(), k_options, pugi::encoding_utf8)) return std::nullopt;
  const pugi::xml_node root = document.child("testsuites");
  if (!root) return std::nullopt;
  Report report;
  for (const pugi::xml_node suite : root.children("testsuite")) read_suite(suite, report);
  return report;
}

std::optional<Report> read_report(const std::string& path) {
  ReportCutter cutter;
  if (!base::read_pieces(path, [&](std::string_view piece) { cutter.append(piece); })) return std::nullopt;
  return parse_report(cutter.take());
}

}  // namespace trireme::execute::googletest
