// All functions of all programs: what is the same in several counts as one. From their counters to the lines of sources.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "coverage/clang_program.h"
#include "coverage/counts.h"
#include "coverage/llvm_export.h"
#include "coverage/source_regions.h"

namespace trireme::coverage {

class ClangFunctions {
 public:
  // `sources` outlives this object, and so does each program.
  explicit ClangFunctions(Sources& sources) : sources_(sources) {}

  // `sum`: nullptr if nobody has run it.
  void add(const ClangProgram& program, const Profile* sum);
  // … of one that is not known. `was_run`: somebody has run it.
  void add(const ClangProgram& program, const std::vector<ExportedFunction>& functions, bool was_run);
  // What some contexts counted of a program that was added.
  void add_contexts(const ClangProgram& program, const UnitCounts& unit);

  struct Lines {
    std::map<std::uint32_t, FileLines> files;                        // by number of the source
    std::map<std::uint32_t, std::map<Context, LineSet>> by_context;  // … what each of them ran
    std::set<std::uint32_t> changed;                                 // sources that are newer than what counted them
    std::set<std::uint32_t> changed_unlinked;                        // … than object files that nobody has run
    bool negative = false;                                           // a count was less than nothing, and is nothing now
    std::size_t damaged = 0;                                         // functions
  };
  // Once.
  Lines take_lines(bool with_branches);

 private:
  struct Function;

  Function& function_of(const ClangProgram& program, const MappingRecord& record);
  Function& function_of(const ExportedFunction& exported);
  [[nodiscard]] std::set<std::uint32_t> find_changed(bool was_run) const;
  [[nodiscard]] bool is_told(const Function& function, std::uint32_t source, const Lines& lines) const;
  void add_to_sources(const Function& function, Lines& lines);
  void find_run(const Function& function, Lines& lines);
  std::int64_t clamped(std::int64_t count);

  Sources& sources_;
  std::unordered_map<std::string, std::shared_ptr<Function>> functions_;       // by all that is in their records
  std::map<std::pair<const ClangProgram*, std::size_t>, Function*> counting_;  // by place in ClangProgram::functions
  FunctionNames names_;
  std::set<std::uint64_t> used_;                    // names of functions that are not dummies
  std::map<std::uint32_t, SourceRegions> regions_;  // by number of the source
  bool negative_ = false;
};

}  // namespace trireme::coverage
