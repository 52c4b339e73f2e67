#include "collect/disabled.h"

namespace trireme::collect {

namespace {

bool starts_disabled_part(std::string_view name) {
  constexpr std::string_view k_prefix = "DISABLED_";
  return name.substr(0, k_prefix.size()) == k_prefix || name.find("/DISABLED_") != std::string_view::npos;
}

}  // namespace

bool is_disabled(std::string_view suite, std::string_view name) {
  return starts_disabled_part(suite) || starts_disabled_part(name);
}

bool runs_disabled(const std::vector<std::string>& args) {
  constexpr std::string_view k_flag = "--gtest_also_run_disabled_tests";
  bool runs = false;
  for (const std::string_view arg : args) {
    if (arg.substr(0, k_flag.size()) != k_flag) continue;
    const std::string_view value = arg.substr(k_flag.size());
    if (value.empty()) runs = true;
    if (value.empty() || value[0] != '=') continue;
    runs = value.size() == 1 || std::string_view("0fF").find(value[1]) == std::string_view::npos;
  }
  return runs;
}

}  // namespace trireme::collect
