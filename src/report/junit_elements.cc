#include "report/junit_elements.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/xml_text.h"

namespace trireme::report {

namespace {

std::string company(const std::vector<std::string>& ran_before) {
  if (ran_before.empty()) return "";
  std::string text = "\n\nran before it in its process:";
  for (const std::string& id : ran_before) text += "\n  " + id;
  return text;
}

}  // namespace

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

std::string all(const std::vector<model::Failure>& failures, const std::string& reason) {
  std::string text = reason;
  for (const model::Failure& each : failures) {
    if (!text.empty()) text += "\n\n";
    text += model::located(each);
  }
  return text;
}

std::string with_stacks(const std::string& text, const std::string& stacks) {
  return stacks.empty() ? text : text + "\n\n" + stacks;
}

pugi::xml_node add_verdict(pugi::xml_node testcase, const char* element, const model::TestFinished& finished) {
  return add(testcase, element, model::headline(finished.reason, finished.failures),
             with_stacks(all(finished.failures, finished.reason) + company(finished.ran_before), finished.stacks));
}

void add_attempt(pugi::xml_node testcase, bool flaky, const model::TestFinished& attempt) {
  const bool failure = model::is_failure(attempt.outcome);
  const char* element = flaky ? (failure ? "flakyFailure" : "flakyError") : (failure ? "rerunFailure" : "rerunError");
  pugi::xml_node node = add(testcase, element, model::headline(attempt.reason, attempt.failures), "");
  set(node, "type", std::string(outcome_name(attempt.outcome)));
  node.append_child("stackTrace")
      .append_child(pugi::node_pcdata)
      .set_value(xml_text(with_stacks(all(attempt.failures, attempt.reason), attempt.stacks)).c_str());
  add_output(node, attempt.output);
  add_server_log(node, attempt.server_log);
}

void add_output(pugi::xml_node testcase, const model::Captured& output) {
  if (output.empty()) return;
  std::string text = output.head;
  if (output.omitted > 0) text += fmt::format("\n[{}]\n", model::left_out(output));
  text += output.tail;
  testcase.append_child("system-out").append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
}

void add_server_log(pugi::xml_node testcase, const std::string& log) {
  if (!log.empty()) testcase.append_child("system-err").append_child(pugi::node_pcdata).set_value(xml_text(log).c_str());
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

}  // namespace trireme::report
