// A parsed TOML file whose values are asked for by kind. What is not of that kind throws InvalidToml, which says file, line,
// key and the kind wanted. For config.cc alone: it includes toml++.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <utility>
#include <vector>

namespace trireme::options {

struct InvalidToml {
  std::string text;
};

class TomlFile {
 public:
  TomlFile(std::string path, const std::string& text);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const toml::table& root() const { return root_; }
  [[noreturn]] void refuse(const toml::node& node, const std::string& what) const;

  [[nodiscard]] std::string text(const toml::node& node, const std::string& key) const;
  [[nodiscard]] bool flag(const toml::node& node, const std::string& key) const;
  [[nodiscard]] std::string number(const toml::node& node, const std::string& key) const;  // as it is written
  [[nodiscard]] double seconds(const toml::node& node, const std::string& key) const;
  [[nodiscard]] int count(const toml::node& node, const std::string& key) const;
  // A list of strings; one string is a list of one.
  [[nodiscard]] std::vector<std::string> texts(const toml::node& node, const std::string& key) const;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> variables(const toml::node& node,
                                                                           const std::string& key) const;
  // A list of names of variables.
  [[nodiscard]] std::vector<std::string> variable_names(const toml::node& node, const std::string& key) const;
  [[nodiscard]] const toml::table& table(const toml::node& node, const std::string& key) const;
  [[nodiscard]] std::vector<const toml::table*> tables(const toml::node& node, const std::string& key) const;

 private:
  void check_variable_name(const toml::node& node, const std::string& name) const;
  [[nodiscard]] std::string variable_value(const toml::node& node, const std::string& key) const;

  std::string path_;
  toml::table root_;
};

}  // namespace trireme::options
