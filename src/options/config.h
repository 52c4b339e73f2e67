// trireme.toml: found upwards from a directory. Most keys are long options without the dashes (`dist = "loadscope"`,
// `strict-markers = true`, `deselect = ["a", "b"]`, `numprocesses = 4`); they come out as arguments to be read before the
// command line's, which therefore wins. `[db]` holds the options that begin with db-, without that (`schema`, `command`), and
// --db itself as `mode`; its paths are relative to the file. `[cov]` holds those of --cov- in the same way, and --cov itself as
// `source`. `[profile.NAME]` holds the same keys and is read after the top ones.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/options.h"

namespace trireme::options {

struct Config {
  std::string path;                             // absolute, "" = none found
  std::vector<std::string> arguments;           // "--dist=loadscope", "--strict-markers=true", "--deselect=a", …
  std::vector<std::string> test_paths;          // testpaths, absolute: they are relative to the file
  std::vector<std::string> header_lines;        // trireme_report_header: a string (each line one) or a list
  std::vector<model::MarkDeclaration> markers;  // markers = ["slow: takes over a second", …], pytest's form
  std::vector<model::TestRule>
      rules;  // [[test]] match, mark, cwd (relative to the file, made absolute), args, env, timeouts, reruns, serial, marks
  bool has_database = false;                        // there is [db]
  std::string database_role;                        // [db] role
  std::vector<std::string> database_variables;      // [db] env
  std::vector<model::DatabaseRule> database_rules;  // [[db]] with match or mark, and mode
  std::vector<std::string> warnings;  // unknown keys: file:line, the nearest known one; mistakes in profiles not used
};

// `keys`: the long options that may be keys, with their kinds. An error says file, line and column.
// text_or_count: a text or a whole number; flag_or_count: a flag or a whole number; choice: a flag or a text.
enum class KeyKind { text, text_or_count, number, flag, flag_or_count, choice, list };
struct Key {
  std::string name;
  KeyKind kind;
};
// `with_coverage`: [cov] too.
base::Result<Config> load_config(const std::string& directory, const std::string& profile, const std::vector<Key>& keys,
                                 bool with_coverage = true);
// Nothing but [cov], which must be there, of a file of any name.
base::Result<Config> load_coverage_config(const std::string& path, const std::vector<Key>& keys);

}  // namespace trireme::options
