#include "report/junit.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "events/report_file.h"
#include "report/xml_text.h"

namespace trireme::report {

namespace {

using model::Outcome;

std::string host_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

// pytest's: dots for slashes, then the suite.
std::string class_name(const model::TestName& test) {
  std::string name = test.binary;
  std::replace(name.begin(), name.end(), '/', '.');
  return test.suite.empty() ? name : name + "." + test.suite;
}

void set(pugi::xml_node node, const char* attribute, const std::string& value) {
  node.append_attribute(attribute).set_value(xml_text(value).c_str());
}

void set_time(pugi::xml_node node, double seconds) { set(node, "time", fmt::format("{:.3f}", seconds)); }

pugi::xml_node add(pugi::xml_node parent, const char* element, const std::string& message, const std::string& text) {
  pugi::xml_node node = parent.append_child(element);
  set(node, "message", message);
  if (!text.empty()) node.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
  return node;
}

std::string located(const model::Failure& failure) {
  if (failure.file.empty()) return failure.message;
  return fmt::format("{}:{}: {}", failure.file, failure.line, failure.message);
}

std::string all(const std::vector<model::Failure>& failures, const std::string& reason) {
  std::string text = reason;
  for (const model::Failure& each : failures) {
    if (!text.empty()) text += "\n\n";
    text += located(each);
  }
  return text;
}

// One line for the attribute.
std::string headline(const std::vector<model::Failure>& failures, const std::string& reason) {
  const std::string text = reason.empty() && !failures.empty() ? failures.front().message : reason;
  return text.substr(0, text.find('\n'));
}

void add_output(pugi::xml_node testcase, const model::Captured& output) {
  if (output.empty()) return;
  std::string text = output.head;
  if (output.omitted > 0) text += fmt::format("\n[{} bytes omitted]\n", output.omitted);
  text += output.tail;
  testcase.append_child("system-out").append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
}

void add_properties(pugi::xml_node testcase, const model::TestFinished& finished) {
  if (finished.properties.empty()) return;
  pugi::xml_node properties = testcase.append_child("properties");
  for (const auto& [name, value] : finished.properties) {
    pugi::xml_node property = properties.append_child("property");
    set(property, "name", name);
    set(property, "value", value);
  }
}

struct Counts {
  int tests = 0;
  int failures = 0;
  int errors = 0;
  int skipped = 0;
};

class XmlReport : public Junit {
 public:
  explicit XmlReport(events::ReportFile file) : file_(std::move(file)) {
    suite_ = document_.append_child("testsuites").append_child("testsuite");
    set(suite_, "name", "trireme");
  }

  void on(const model::TimedEvent& event) override {
    at_ = event.at;
    std::visit([this](const auto& what) { add(what); }, event.what);
  }

  base::Result<void> finish() override {
    set(suite_, "errors", std::to_string(counts_.errors));
    set(suite_, "failures", std::to_string(counts_.failures));
    set(suite_, "skipped", std::to_string(counts_.skipped));
    set(suite_, "tests", std::to_string(counts_.tests));
    set_time(suite_, at_);
    set(suite_, "timestamp", started_at_);
    set(suite_, "hostname", host_name());
    Writer writer(file_);
    document_.save(writer, "", pugi::format_raw, pugi::encoding_utf8);
    file_.write("\n");
    return file_.finish();
  }

 private:
  struct Writer : pugi::xml_writer {
    explicit Writer(events::ReportFile& f) : file(f) {}
    void write(const void* data, std::size_t size) override { file.write({static_cast<const char*>(data), size}); }
    events::ReportFile& file;
  };

  void add(const auto& /*other events*/) {}
  void add(const model::RunStarted& started) { started_at_ = started.started_at; }

  void add(const model::TestFinished& finished) {
    pugi::xml_node testcase = add_testcase(class_name(finished.test), finished.test.name);
    if (!finished.test.file.empty()) {
      set(testcase, "file", finished.test.file);
      set(testcase, "line", std::to_string(finished.test.line));
    }
    set_time(testcase, finished.duration);
    add_properties(testcase, finished);
    add_verdict(testcase, finished);
    add_output(testcase, finished.output);
  }

  void add_verdict(pugi::xml_node testcase, const model::TestFinished& finished) {
    const Outcome outcome = finished.outcome;
    const std::string message = headline(finished.failures, finished.reason);
    const std::string text = all(finished.failures, finished.reason);
    if (model::is_failure(outcome)) {
      ++counts_.failures;
      report::add(testcase, "failure", message, text);
    } else if (outcome == Outcome::error || outcome == Outcome::interrupted) {
      ++counts_.errors;
      report::add(testcase, "error", message, text);
    } else if (outcome == Outcome::skipped || outcome == Outcome::not_run) {
      ++counts_.skipped;
      const std::string reason = outcome == Outcome::not_run ? "not run: " + finished.reason : finished.reason;
      set(report::add(testcase, "skipped", reason, text), "type", "skip");
    }
  }

  void add(const model::ProcessFailed& failed) {
    const std::size_t colons = failed.id.find("::");
    const std::string suite = colons == std::string::npos ? "" : failed.id.substr(colons + 2);
    pugi::xml_node testcase = add_testcase(class_name({.binary = failed.id.substr(0, colons), .suite = suite}), failed.id);
    set_time(testcase, 0);
    ++counts_.errors;
    report::add(testcase, "error", failed.text, all(failed.failures, failed.text));
    add_output(testcase, failed.output);
  }

  void add(const model::CollectionFailed& failed) {
    pugi::xml_node testcase = add_testcase("", failed.path);
    set_time(testcase, 0);
    ++counts_.errors;
    report::add(testcase, "error", "collection failure", failed.text);
  }

  pugi::xml_node add_testcase(const std::string& class_name, const std::string& name) {
    ++counts_.tests;
    pugi::xml_node testcase = suite_.append_child("testcase");
    set(testcase, "classname", class_name);
    set(testcase, "name", name);
    return testcase;
  }

  events::ReportFile file_;
  pugi::xml_document document_;
  pugi::xml_node suite_;
  Counts counts_;
  std::string started_at_;
  double at_ = 0;
};

}  // namespace

base::Result<std::unique_ptr<Junit>> Junit::open(const std::string& path) {
  TRY(events::ReportFile file, events::ReportFile::open(path));
  return std::make_unique<XmlReport>(std::move(file));
}

}  // namespace trireme::report
