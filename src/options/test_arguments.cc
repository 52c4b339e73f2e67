#include "options/test_arguments.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace trireme::options {

namespace {

struct OwnedFlag {
  std::string_view name;
  std::string_view instead;
};

constexpr std::array<OwnedFlag, 14> k_owned = {{
    {"filter", "name the tests as PATH::Suite.Test, or use -k"},
    {"list_tests", "use --collect-only"},
    {"output", "use --junitxml"},
    {"stream_result_to", "Trireme listens to that stream itself"},
    {"flagfile", "give the flags themselves"},
    {"fail_fast", "use -x"},
    {"repeat", "every test has one outcome"},
    {"recreate_environments_when_repeating", "every test has one outcome"},
    {"shuffle", "Trireme chooses the order"},
    {"random_seed", "Trireme chooses the order"},
    {"break_on_failure", "a failing test would look like a crash; use it without Trireme"},
    {"throw_on_failure", "a failing test would end its process; use it without Trireme"},
    {"internal_run_death_test", "it is GoogleTest's own"},
    {"total_shards", "Trireme distributes the tests"},
}};

// GoogleTest takes --gtest_x, -gtest_x and /gtest_x, with or without =value.
std::string_view googletest_flag(std::string_view argument) {
  const std::size_t dashes = argument.starts_with("--") ? 2 : argument.starts_with("-") || argument.starts_with("/") ? 1 : 0;
  if (dashes == 0 || !argument.substr(dashes).starts_with("gtest_")) return {};
  argument.remove_prefix(dashes + std::string_view("gtest_").size());
  return argument.substr(0, argument.find('='));
}

}  // namespace

base::Result<void> check_test_arguments(const std::vector<std::string>& arguments, const std::string& where) {
  for (const std::string& each : arguments) {
    const std::string_view flag = googletest_flag(each);
    const auto* owned = std::find_if(k_owned.begin(), k_owned.end(), [flag](const OwnedFlag& o) { return o.name == flag; });
    if (owned != k_owned.end()) return base::fail("{} cannot be given to the tests ({}): {}", each, where, owned->instead);
  }
  return {};
}

}  // namespace trireme::options
