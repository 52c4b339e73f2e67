#include "options/config.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/fd.h"
#include "base/glob_literal.h"
#include "base/text.h"
#include "options/settings.h"
#include "options/toml_file.h"

namespace trireme::options {

namespace {

namespace fs = std::filesystem;

constexpr const char* k_file_name = "trireme.toml";

std::string find_upwards(const std::string& directory) {
  for (fs::path folder = directory;; folder = folder.parent_path()) {
    std::error_code error;
    if (fs::is_regular_file(folder / k_file_name, error)) return (folder / k_file_name).string();
    if (folder == folder.parent_path()) return "";
  }
}

std::string absolute_from(const std::string& file, const std::string& path) {
  return (fs::path(file).parent_path() / path).lexically_normal().string();
}

// A table whose keys are options without its name in front of them.
struct OptionTable {
  std::string name;
  std::string itself;               // the key of the option that has the table's own name
  std::vector<std::string> paths;   // keys whose values are relative to the file
  std::vector<std::string> others;  // keys that are no options
};

const OptionTable k_database{"db", "mode", {"schema", "input", "bindir"}, {"env", "role"}};
const OptionTable k_coverage{"cov", "source", {"source"}, {}};

// One table: the top of the file, or a profile.
class Section {
 public:
  Section(const TomlFile& file, bool with_coverage, const std::vector<Key>& keys, Config& config)
      : file_(file), with_coverage_(with_coverage), keys_(keys), config_(config) {}

  void read_coverage(const toml::table& table) {
    for (const auto& [toml_key, node] : table) read_option_of(k_coverage, toml_key, node);
  }

  void read(const toml::table& table, bool is_top) {
    for (const auto& [toml_key, node] : table) {
      const std::string key(toml_key.str());
      if (is_top && key == "profile") continue;
      if (!read_own(key, node) && !read_option(key, node)) warn(toml_key, known_keys(is_top));
    }
  }

 private:
  bool read_own(const std::string& key, const toml::node& node) {
    if (key == "test") {
      for (const toml::table* each : file_.tables(node, key)) config_.rules.push_back(rule(*each));
    } else if (key == "testpaths") {
      for (const auto& each : file_.texts(node, key)) config_.test_paths.push_back(absolute_from(file_.path(), each));
    } else if (key == "trireme_report_header") {
      for (auto& each : file_.texts(node, key)) config_.header_lines.push_back(std::move(each));
    } else if (key == "markers") {
      for (const auto& each : file_.texts(node, key)) config_.markers.push_back(marker(each));
    } else if (key == "db") {
      read_databases(node, key);
    } else if (key == "cov") {
      const toml::table& table = file_.table(node, key);
      if (with_coverage_) read_coverage(table);
    } else {
      return false;
    }
    return true;
  }

  bool read_option(const std::string& key, const toml::node& node) {
    if (is_of_table(key)) return false;
    const Key* found = find(key);
    if (found == nullptr) return false;
    for (const auto& value : values(*found, node)) config_.arguments.push_back("--" + key + "=" + value);
    return true;
  }

  static bool is_of_table(const std::string& key) {
    return !key_of(k_database, key).empty() || !key_of(k_coverage, key).empty();
  }

  // Of `cov-omit` it is `omit`, of `no-cov-on-fail` it is `no-on-fail`; "": the option is not of the table.
  static std::string key_of(const OptionTable& table, const std::string& option) {
    if (option == table.name) return table.itself;
    for (const std::string negation : {"", "no-"}) {
      const std::string beginning = negation + table.name + "-";
      if (option.starts_with(beginning)) return negation + option.substr(beginning.size());
    }
    return "";
  }

  const Key* find(const std::string& name) const {
    const auto found = std::find_if(keys_.begin(), keys_.end(), [&name](const Key& each) { return each.name == name; });
    return found == keys_.end() ? nullptr : &*found;
  }

  // TOML does not allow [db] and [[db]] in one file: a [[db]] for no tests in particular is the same as [db].
  void read_databases(const toml::node& node, const std::string& key) {
    if (node.is_table()) return read_database(*node.as_table());
    if (!node.is_array()) file_.refuse(node, "'db' must be a table: [db]");
    for (const toml::table* each : file_.tables(node, key)) {
      const bool is_rule = each->contains("match") || each->contains("mark");
      is_rule ? config_.database_rules.push_back(database_rule(*each)) : read_database(*each);
    }
  }

  model::DatabaseRule database_rule(const toml::table& table) {
    model::DatabaseRule rule;
    config_.has_database = true;
    if (!table.contains("mode")) file_.refuse(table, "[[db]] with `match` or `mark` needs `mode`, such as \"test\"");
    for (const auto& [toml_key, node] : table) {
      const std::string key(toml_key.str());
      if (key == "match") {
        rule.match = file_.text(node, key);
      } else if (key == "mark") {
        rule.mark = file_.text(node, key);
      } else if (key == "mode") {
        rule.mode = mode(node);
      } else {
        warn(toml_key, {"match", "mark", "mode"});
      }
    }
    return rule;
  }

  model::DatabaseMode mode(const toml::node& node) const {
    try {
      return database_mode(file_.text(node, "mode"));
    } catch (const InvalidValue& invalid) {
      file_.refuse(node, invalid.text);
    }
  }

  void read_database(const toml::table& table) {
    config_.has_database = true;
    for (const auto& [toml_key, node] : table) {
      const std::string key(toml_key.str());
      if (key == "env") {
        for (auto& each : file_.variable_names(node, key)) config_.database_variables.push_back(std::move(each));
      } else if (key == "role") {
        config_.database_role = file_.text(node, key);
      } else {
        read_option_of(k_database, toml_key, node);
      }
    }
  }

  void read_option_of(const OptionTable& of, const toml::key& toml_key, const toml::node& node) {
    const std::string key(toml_key.str());
    const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const Key& each) { return key_of(of, each.name) == key; });
    if (found == keys_.end()) return warn(toml_key, keys_of(of));
    const bool is_path = std::find(of.paths.begin(), of.paths.end(), key) != of.paths.end();
    const std::string file = key == "input" ? base::glob_literal(file_.path()) : file_.path();
    for (const auto& value : values({key, found->kind}, node)) {
      config_.arguments.push_back("--" + found->name + "=" + (is_path ? absolute_from(file, value) : value));
    }
  }

  std::vector<std::string> keys_of(const OptionTable& of) const {
    std::vector<std::string> names = of.others;
    for (const Key& each : keys_) {
      if (std::string key = key_of(of, each.name); !key.empty()) names.push_back(std::move(key));
    }
    return names;
  }

  std::vector<std::string> values(const Key& key, const toml::node& node) const {
    switch (key.kind) {
      case KeyKind::text: return {file_.text(node, key.name)};
      case KeyKind::text_or_count:
        if (!node.is_integer() && !node.is_string())
          file_.refuse(node, "'" + key.name + "' must be a whole number or a string");
        return {node.is_integer() ? file_.number(node, key.name) : file_.text(node, key.name)};
      case KeyKind::number: return {file_.number(node, key.name)};
      case KeyKind::flag: return {file_.flag(node, key.name) ? "true" : "false"};
      case KeyKind::flag_or_count:
        if (!node.is_integer() && !node.is_boolean())
          file_.refuse(node, "'" + key.name + "' must be true, false or a whole number");
        if (node.is_integer()) return {file_.number(node, key.name)};
        return {file_.flag(node, key.name) ? "true" : "false"};
      case KeyKind::choice:
        if (node.is_boolean()) return {file_.flag(node, key.name) ? "true" : "false"};
        return {file_.text(node, key.name)};
      case KeyKind::list: return file_.texts(node, key.name);
    }
    return {};
  }

  // "slow: takes over a second", "slow(seconds): …", "slow".
  static model::MarkDeclaration marker(const std::string& line) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string name = line.substr(0, std::min(line.find('('), colon));
    const std::size_t text = std::min(line.find_first_not_of(": ", colon), line.size());
    return {name.substr(0, name.find_last_not_of(' ') + 1), line.substr(text)};
  }

  model::TestRule rule(const toml::table& table) {
    model::TestRule rule;
    if (!table.contains("match") && !table.contains("mark")) {
      file_.refuse(table,
                   "[[test]] needs `match`, a pattern of node ids such as \"*::Slow*\", or `mark`, a mark that tests have");
    }
    rule.match = "*";
    for (const auto& [toml_key, node] : table) {
      const std::string key(toml_key.str());
      if (key == "match") {
        rule.match = file_.text(node, key);
      } else if (key == "mark") {
        rule.mark = file_.text(node, key);
      } else if (key == "cwd") {
        rule.directory = absolute_from(file_.path(), file_.text(node, key));
      } else if (key == "args") {
        rule.args = file_.texts(node, key);
      } else if (key == "env") {
        rule.environment = file_.variables(node, key);
      } else if (key == "timeout") {
        rule.timeout = file_.seconds(node, key);
      } else if (key == "slow-timeout") {
        rule.slow_timeout = file_.seconds(node, key);
      } else if (key == "reruns") {
        rule.reruns = file_.count(node, key);
      } else if (key == "serial") {
        rule.serial = file_.flag(node, key);
      } else if (key == "marks") {
        rule.marks = file_.texts(node, key);
      } else {
        warn(toml_key, {"match", "mark", "cwd", "args", "env", "timeout", "slow-timeout", "reruns", "serial", "marks"});
      }
    }
    return rule;
  }

  std::vector<std::string> known_keys(bool is_top) const {
    std::vector<std::string> names{"test", "testpaths", "trireme_report_header", "markers", "db", "cov"};
    if (is_top) names.emplace_back("profile");
    for (const Key& each : keys_) {
      if (!is_of_table(each.name)) names.push_back(each.name);
    }
    return names;
  }

  void warn(const toml::key& key, const std::vector<std::string>& known) {
    const std::string near = key.str().size() > 2 ? base::nearest(key.str(), known) : "";
    config_.warnings.push_back(fmt::format("{}:{}: unknown key '{}'{}", file_.path(), key.source().begin.line,
                                           base::printable(key.str()), near.empty() ? "" : " (did you mean '" + near + "'?)"));
  }

  const TomlFile& file_;
  bool with_coverage_;
  const std::vector<Key>& keys_;
  Config& config_;
};

const toml::table& profile_table(const TomlFile& file, const std::string& name) {
  std::vector<std::string> names;
  if (const toml::node* profiles = file.root().get("profile")) {
    if (const toml::node* found = file.table(*profiles, "profile").get(name)) return file.table(*found, "profile." + name);
    for (const auto& [key, node] : *profiles->as_table()) names.emplace_back(key.str());
  }
  throw InvalidToml{fmt::format("{} has no [profile.{}]; it has {}", file.path(), name,
                                names.empty() ? "no profiles" : fmt::format("{}", fmt::join(names, ", ")))};
}

// The later section wins; of rules the first that matches wins, so they go the other way round.
void merge(Config& config, Config&& profile) {
  const auto append = [](auto& to, auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  append(config.arguments, profile.arguments);
  append(config.header_lines, profile.header_lines);
  append(config.markers, profile.markers);
  append(config.database_variables, profile.database_variables);
  if (!profile.database_role.empty()) config.database_role = std::move(profile.database_role);
  append(config.warnings, profile.warnings);
  append(profile.database_rules, config.database_rules);
  config.database_rules = std::move(profile.database_rules);
  config.has_database = config.has_database || profile.has_database;
  append(profile.rules, config.rules);
  config.rules = std::move(profile.rules);
  if (!profile.test_paths.empty()) config.test_paths = std::move(profile.test_paths);
}

// What would only be found out by who uses them.
std::vector<std::string> mistakes_in_others(const TomlFile& file, const std::string& used, const std::vector<Key>& keys) {
  Config others;
  const toml::node* profiles = file.root().get("profile");
  if (profiles == nullptr) return {};
  for (const auto& [name, node] : file.table(*profiles, "profile")) {
    if (name.str() == used) continue;
    try {
      Section(file, true, keys, others).read(file.table(node, "profile." + std::string(name.str())), false);
    } catch (const InvalidToml& mistake) {
      others.warnings.push_back(mistake.text);
    }
  }
  return std::move(others.warnings);
}

Config read(const TomlFile& file, const std::string& profile, bool with_coverage, const std::vector<Key>& keys) {
  Config config;
  config.path = file.path();
  Section(file, with_coverage, keys, config).read(file.root(), true);
  for (std::string& each : mistakes_in_others(file, profile, keys)) config.warnings.push_back(std::move(each));
  if (profile.empty()) return config;
  Config chosen;
  Section(file, with_coverage, keys, chosen).read(profile_table(file, profile), false);
  merge(config, std::move(chosen));
  return config;
}

Config read_coverage(const TomlFile& file, const std::vector<Key>& keys) {
  const toml::node* table = file.root().get(k_coverage.name);
  if (table == nullptr) throw InvalidToml{fmt::format("--cov-config={} has no table [cov]", file.path())};
  Config config;
  config.path = file.path();
  Section(file, true, keys, config).read_coverage(file.table(*table, k_coverage.name));
  return config;
}

// What a file holds, by `use`.
template <typename Use>
base::Result<Config> read_file(const std::string& path, const Use& use) {
  TRY(const std::string text, base::read_file(path));
  try {
    return use(TomlFile(path, text));
  } catch (const InvalidToml& error) {
    return base::fail("{}", error.text);
  }
}

}  // namespace

base::Result<Config> load_config(const std::string& directory, const std::string& profile, const std::vector<Key>& keys,
                                 bool with_coverage) {
  const std::string path = find_upwards(directory);
  if (path.empty() && profile.empty()) return Config{};
  if (path.empty()) return base::fail("--profile={} needs a {} in {} or above it", profile, k_file_name, directory);
  return read_file(path, [&](const TomlFile& file) { return read(file, profile, with_coverage, keys); });
}

base::Result<Config> load_coverage_config(const std::string& path, const std::vector<Key>& keys) {
  return read_file(path, [&](const TomlFile& file) { return read_coverage(file, keys); });
}

}  // namespace trireme::options
