#include "options/environment.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace trireme::options {

namespace {

bool steers_googletest(std::string_view name) {
  constexpr std::array<std::string_view, 4> k_names = {"TESTBRIDGE_TEST_ONLY", "TESTBRIDGE_TEST_RUNNER_FAIL_FAST",
                                                       "XML_OUTPUT_FILE", "TEST_PREMATURE_EXIT_FILE"};
  return name.starts_with("GTEST_") || std::find(k_names.begin(), k_names.end(), name) != k_names.end();
}

// What an outer run has told its test, which runs us.
bool is_ours(std::string_view name) {
  constexpr std::array<std::string_view, 6> k_names = {"TRIREME_WORKER", "TRIREME_WORKER_COUNT", "TRIREME_TESTRUNUID",
                                                       "TRIREME_TMPDIR", "TRIREME_DB_TEMPLATE",  "TRIREME_AGENT"};
  return std::find(k_names.begin(), k_names.end(), name) != k_names.end();
}

}  // namespace

TestEnvironment environment_for_tests(const std::vector<std::string>& caller) {
  TestEnvironment result;
  for (const std::string& each : caller) {
    const std::string name = each.substr(0, each.find('='));
    if (is_ours(name)) continue;
    if (steers_googletest(name)) {
      result.removed.push_back(name);
    } else {
      result.kept.push_back(each);
    }
  }
  std::sort(result.removed.begin(), result.removed.end());
  return result;
}

std::string variable(const std::vector<std::string>& environment, const std::string& name) {
  const auto found = std::find_if(environment.begin(), environment.end(),
                                  [&name](const std::string& each) { return each.starts_with(name + "="); });
  return found == environment.end() ? "" : found->substr(name.size() + 1);
}

}  // namespace trireme::options
