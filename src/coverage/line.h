// What is known of the lines of one source file, from all instances of them there are: of templates, of inline functions in
// several units, of units compiled several times.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace trireme::coverage {

// One way on from a line that has several.
struct Branch {
  std::int64_t count = 0;
  std::uint32_t target = k_nowhere;              // the line it leads to, in the same file
  static constexpr std::uint32_t k_nowhere = 0;  // out of the function, or nobody knows
  // Clang tells the value of the condition, not where it leads.
  static constexpr std::uint32_t k_true = 0xfffffffe;
  static constexpr std::uint32_t k_false = 0xffffffff;
  [[nodiscard]] bool leads_to_line() const { return target != k_nowhere && target < k_true; }
  [[nodiscard]] std::string target_text() const;  // "exit", "true", "false", or the number
};
using Branches = std::vector<Branch>;

struct Line {
  std::int64_t count = 0;
  // Those of instances that have as many branches are added up one by one; instances that have fewer or more are another group.
  std::vector<Branches> groups;
};

// One function; all that were made of a template are several.
struct FunctionCount {
  std::string name;  // mangled
  std::uint32_t start_line = 0;
  std::uint32_t end_line = 0;
  std::int64_t count = 0;
};

struct FileLines {
  std::map<std::uint32_t, Line> lines;
  std::map<std::pair<std::uint32_t, std::string>, FunctionCount> functions;  // by first line and name

  void add_line(std::uint32_t number, std::int64_t count, const Branches& branches);
  void add_function(const FunctionCount& function);
  void add(const FileLines& more);
  // … of another compiler, whose branches are others.
  void add_foreign(const FileLines& more);
};

}  // namespace trireme::coverage
