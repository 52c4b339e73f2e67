// The table of options: their names, texts and what each sets. Command line, trireme.toml and --help are made from it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/options.h"
#include "options/config.h"

namespace trireme::options {

// A value that an option cannot take; a sentence that names option and value.
struct InvalidValue {
  std::string text;
};

struct Setting {
  std::string names;    // as CLI11 writes them: "-n,--numprocesses"
  std::string metavar;  // "" for a flag, "[=X]" for one that may have a value
  std::string help;
  std::string group;
  KeyKind kind = KeyKind::text;
  // A flag gets "true" or "false", --verbose and --quiet a count. May throw InvalidValue.
  std::function<void(model::Options&, const std::string&)> set;
  [[nodiscard]] bool is_flag() const { return metavar.empty() || metavar.starts_with("["); }
  [[nodiscard]] std::string long_name() const;  // without dashes; "" if there is none
};

inline constexpr const char* k_group_database = "Database";
inline constexpr const char* k_group_coverage = "Coverage";
inline constexpr const char* k_group_output = "Output";
inline constexpr const char* k_group_reports = "Reports";

const std::vector<Setting>& settings();

}  // namespace trireme::options
