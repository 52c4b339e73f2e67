// The elements of a JUnit report, whose text is safe whatever tests say. For junit.cc alone.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "model/event.h"

namespace trireme::report {

// pytest's: dots for slashes, then the suite.
std::string class_name(const model::TestName& test);

void set(pugi::xml_node node, const char* attribute, const std::string& value);
void set_time(pugi::xml_node node, double seconds);
pugi::xml_node add(pugi::xml_node parent, const char* element, const std::string& message, const std::string& text);
std::string all(const std::vector<model::Failure>& failures, const std::string& reason);

// `failure`, `error` or `skipped`.
// `text` and then the stacks.
std::string with_stacks(const std::string& text, const std::string& stacks);
pugi::xml_node add_verdict(pugi::xml_node testcase, const char* element, const model::TestFinished& finished);
// An attempt that was not the last, of a test that is flaky or failed in the end.
void add_attempt(pugi::xml_node testcase, bool flaky, const model::TestFinished& attempt);
void add_output(pugi::xml_node testcase, const model::Captured& output);
// What the database server wrote while it ran.
void add_server_log(pugi::xml_node testcase, const std::string& log);
void add_properties(pugi::xml_node testcase, const model::TestFinished& finished);

}  // namespace trireme::report
