#include "collect/rules.h"

#include <algorithm>
#include <optional>

#include "base/environment.h"
#include "base/text.h"

namespace trireme::collect {

namespace {

void add_once(std::vector<std::string>& to, const std::string& text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

// Does `variable` ("NAME=value") set `name`?
bool sets(std::string_view variable, std::string_view name) {
  return variable.size() > name.size() && variable[name.size()] == '=' && variable.substr(0, name.size()) == name;
}

bool is_set(const std::vector<std::string>& environment, std::string_view name) {
  const auto sets_it = [&](const std::string& variable) { return sets(variable, name); };
  return std::any_of(environment.begin(), environment.end(), sets_it);
}

bool has_mark(const std::vector<std::string>& marks, const std::string& wanted) {
  return wanted.empty() || std::find(marks.begin(), marks.end(), wanted) != marks.end();
}

// Those that tables which want no mark give.
std::vector<std::string> given_marks(const model::Options& options, const std::vector<std::uint32_t>& matching) {
  std::vector<std::string> marks;
  for (const std::uint32_t index : matching) {
    if (!options.rules[index].mark.empty()) continue;
    for (const std::string& mark : options.rules[index].marks) add_once(marks, mark);
  }
  return marks;
}

model::DatabaseMode database_mode(const model::DatabaseOptions& options, const std::vector<std::uint32_t>& matching,
                                  const std::vector<std::string>& marks) {
  for (const std::uint32_t index : matching) {
    if (has_mark(marks, options.rules[index].mark)) return options.rules[index].mode;
  }
  return options.chosen();
}

}  // namespace

Matching matching_rules(const model::Options& options, std::string_view id) {
  Matching matching;
  for (std::uint32_t i = 0; i < options.rules.size(); ++i) {
    if (base::glob_match(options.rules[i].match, id)) matching.rules.push_back(i);
  }
  const auto& databases = options.database.rules;
  for (std::uint32_t i = 0; i < databases.size(); ++i) {
    if (databases[i].match.empty() || base::glob_match(databases[i].match, id)) matching.databases.push_back(i);
  }
  return matching;
}

Settings settings(const model::Options& options, const Matching& matching) {
  Settings result;
  std::optional<double> timeout;
  std::optional<double> slow_timeout;
  std::optional<int> reruns;
  std::optional<bool> serial;
  const std::vector<std::string> given = given_marks(options, matching.rules);
  result.marks = given;
  for (const std::uint32_t index : matching.rules) {
    const model::TestRule& rule = options.rules[index];
    if (!has_mark(given, rule.mark)) continue;
    if (result.launch.directory.empty()) result.launch.directory = rule.directory;
    if (!timeout) timeout = rule.timeout;
    if (!slow_timeout) slow_timeout = rule.slow_timeout;
    if (!reruns) reruns = rule.reruns;
    if (!serial) serial = rule.serial;
    result.launch.args.insert(result.launch.args.end(), rule.args.begin(), rule.args.end());
    for (const auto& [name, value] : rule.environment) {
      if (!is_set(result.launch.environment, name)) result.launch.environment.push_back(name + "=" + value);
    }
    for (const std::string& mark : rule.marks) add_once(result.marks, mark);
  }
  if (result.launch.directory.empty()) result.launch.directory = options.directory;
  result.launch.database = database_mode(options.database, matching.databases, result.marks);
  if (result.launch.database == model::DatabaseMode::none) {
    for (const std::string& variable : options.database.callers) {
      if (!is_set(result.launch.environment, variable.substr(0, variable.find('='))))
        result.launch.environment.push_back(variable);
    }
  }
  result.launch.args.insert(result.launch.args.end(), options.test_args.begin(), options.test_args.end());
  result.timeout = timeout.value_or(options.timeout);
  result.slow_timeout = slow_timeout.value_or(options.slow_timeout);
  result.reruns = reruns.value_or(options.reruns);
  result.serial = serial.value_or(false);
  return result;
}

std::vector<std::string> whole_environment(const model::Options& options, const model::Launch& launch) {
  std::vector<std::string> whole = options.environment;
  for (const std::string& variable : launch.environment) base::set_variable(whole, variable);
  return whole;
}

}  // namespace trireme::collect
