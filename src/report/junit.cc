#include "report/junit.h"

#include <unistd.h>

#include <array>
#include <unordered_map>
#include <utility>

#include "events/report_file.h"
#include "report/junit_elements.h"

namespace trireme::report {

namespace {

using model::Outcome;

std::string host_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
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
    set_time(testcase, finished.duration);
    add_properties(testcase, finished);
    add_verdict(testcase, finished);
    add_attempts(testcase, finished);
    add_output(testcase, finished.output);
    add_server_log(testcase, finished.server_log);
  }

  void add(const model::TestRerun& rerun) { attempts_[rerun.result.test.id].push_back(rerun.result); }

  void add_attempts(pugi::xml_node testcase, const model::TestFinished& finished) {
    const auto found = attempts_.extract(finished.test.id);
    if (found.empty()) return;
    for (const model::TestFinished& each : found.mapped()) add_attempt(testcase, finished.outcome == Outcome::flaky, each);
  }

  void add_verdict(pugi::xml_node testcase, const model::TestFinished& finished) {
    const Outcome outcome = finished.outcome;
    if (model::is_failure(outcome)) {
      ++counts_.failures;
      report::add_verdict(testcase, "failure", finished);
    } else if (outcome == Outcome::error || outcome == Outcome::interrupted) {
      ++counts_.errors;
      report::add_verdict(testcase, "error", finished);
    } else if (outcome == Outcome::skipped || outcome == Outcome::not_run) {
      ++counts_.skipped;
      const std::string reason = outcome == Outcome::not_run ? "not run: " + finished.reason : finished.reason;
      set(report::add(testcase, "skipped", reason, all(finished.failures, finished.reason)), "type", "skip");
    }
  }

  void add(const model::ProcessFailed& failed) {
    const std::size_t colons = failed.id.find("::");
    const std::string suite = colons == std::string::npos ? "" : failed.id.substr(colons + 2);
    pugi::xml_node testcase = add_testcase(class_name({.binary = failed.id.substr(0, colons), .suite = suite}), failed.id);
    set_time(testcase, 0);
    ++counts_.errors;
    report::add(testcase, "error", failed.text, with_stacks(all(failed.failures, failed.text), failed.stacks));
    add_output(testcase, failed.output);
  }

  void add(const model::Leaky& leaky) {
    pugi::xml_node properties = suite_.child("properties");
    if (!properties) properties = suite_.prepend_child("properties");
    pugi::xml_node property = properties.append_child("property");
    set(property, "name", "leaky");
    set(property, "value", leaky.id.empty() ? leaky.text : leaky.id + " " + leaky.text);
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
  std::unordered_map<std::string, std::vector<model::TestFinished>> attempts_;  // by id, of tests that are not done with
  std::string started_at_;
  double at_ = 0;
};

}  // namespace

base::Result<std::unique_ptr<Junit>> Junit::open(const std::string& path) {
  TRY(events::ReportFile file, events::ReportFile::open(path));
  return std::make_unique<XmlReport>(std::move(file));
}

}  // namespace trireme::report
