#include "options/toml_file.h"

#include <fmt/format.h>

#include "base/text.h"

namespace trireme::options {

TomlFile::TomlFile(std::string path, const std::string& text) : path_(std::move(path)) {
  try {
    root_ = toml::parse(text, path_);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    throw InvalidToml{fmt::format("{}:{}:{}: {}", path_, at.line, at.column, base::printable(error.description()))};
  }
}

void TomlFile::refuse(const toml::node& node, const std::string& what) const {
  throw InvalidToml{fmt::format("{}:{}: {}", path_, node.source().begin.line, base::printable(what))};
}

std::string TomlFile::text(const toml::node& node, const std::string& key) const {
  if (!node.is_string()) refuse(node, "'" + key + "' must be a string");
  const std::string& value = node.as_string()->get();
  if (value.find('\0') != std::string::npos) refuse(node, "'" + key + "' holds a NUL character");
  return value;
}

bool TomlFile::flag(const toml::node& node, const std::string& key) const {
  if (!node.is_boolean()) refuse(node, "'" + key + "' must be true or false");
  return node.as_boolean()->get();
}

std::string TomlFile::number(const toml::node& node, const std::string& key) const {
  if (node.is_integer()) return std::to_string(node.as_integer()->get());
  if (!node.is_floating_point()) refuse(node, "'" + key + "' must be a number");
  return fmt::format("{}", node.as_floating_point()->get());
}

double TomlFile::seconds(const toml::node& node, const std::string& key) const {
  const auto value = node.value<double>();
  if (!node.is_number() || !value || !(*value >= 0 && *value < 1e9)) {
    refuse(node, "'" + key + "' must be a number of seconds, 0 or more (0 = none)");
  }
  return *value;
}

int TomlFile::count(const toml::node& node, const std::string& key) const {
  const auto value = node.is_integer() ? node.value<int>() : std::nullopt;
  if (!value || *value < 0) refuse(node, "'" + key + "' must be a whole number, 0 or more");
  return *value;
}

std::vector<std::string> TomlFile::texts(const toml::node& node, const std::string& key) const {
  if (node.is_string()) return {text(node, key)};
  if (!node.is_array()) refuse(node, "'" + key + "' must be a list of strings");
  std::vector<std::string> values;
  for (const toml::node& each : *node.as_array()) values.push_back(text(each, key));
  return values;
}

void TomlFile::check_variable_name(const toml::node& node, const std::string& name) const {
  if (!name.empty() && name.find('=') == std::string::npos && name.find('\0') == std::string::npos) return;
  refuse(node, "'" + name + "' cannot be the name of a variable");
}

std::vector<std::string> TomlFile::variable_names(const toml::node& node, const std::string& key) const {
  std::vector<std::string> names = texts(node, key);
  for (const std::string& each : names) check_variable_name(node, each);
  return names;
}

std::string TomlFile::variable_value(const toml::node& node, const std::string& key) const {
  if (node.is_boolean()) return node.as_boolean()->get() ? "1" : "0";
  return node.is_integer() ? number(node, key) : text(node, key);
}

std::vector<std::pair<std::string, std::string>> TomlFile::variables(const toml::node& node, const std::string& key) const {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& [name, value] : table(node, key)) {
    const std::string variable(name.str());
    check_variable_name(value, variable);
    result.emplace_back(variable, variable_value(value, variable));
  }
  return result;
}

const toml::table& TomlFile::table(const toml::node& node, const std::string& key) const {
  if (!node.is_table()) refuse(node, "'" + key + "' must be a table");
  return *node.as_table();
}

std::vector<const toml::table*> TomlFile::tables(const toml::node& node, const std::string& key) const {
  if (!node.is_array()) refuse(node, "'" + key + "' must be a list of tables: [[" + key + "]]");
  std::vector<const toml::table*> result;
  for (const toml::node& each : *node.as_array()) result.push_back(&table(each, key));
  return result;
}

}  // namespace trireme::options
