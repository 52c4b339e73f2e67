#include "coverage/clang_combine.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "agent/counts.h"
#include "base/fd.h"
#include "base/in_parallel.h"
#include "base/text.h"
#include "coverage/clang_functions.h"
#include "coverage/clang_units.h"
#include "coverage/file_tree.h"
#include "coverage/foreign_clang.h"
#include "coverage/llvm_export.h"
#include "coverage/raw_profile.h"
#include "coverage/units.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

bool may_be_program(const fs::path& path) {
  if (path.extension() == ".o") return true;
  std::error_code error;
  const fs::perms all = fs::status(path, error).permissions();
  return !error && (all & fs::perms::owner_exec) != fs::perms::none;
}

class Combination {
 public:
  Combination(const Counts& counts, Sources& sources, Combined& combined, int threads)
      : counts_(counts), sources_(sources), combined_(combined), threads_(threads) {
    for (const CountedDirectory& directory : counts_.directories) {
      for_each_file(directory.path, ".profraw", [&](const fs::path& path) {
        files_.push_back({path.string(), directory.context});
      });
    }
  }

  [[nodiscard]] bool any_counted() const { return !files_.empty() || !counts_.counted_by_clang.empty(); }

  void load(const std::set<std::string>& programs, const std::vector<std::string>& directories) {
    for (const std::string& each : programs) load(each);
    for (const UnitCounts& each : counts_.counted_by_clang) load(each.sum.object);
    for (const std::string& directory : directories) {
      for_each_file(directory, "", [&](const fs::path& path) {
        if (may_be_program(path)) load(path.string());
      });
    }
  }

  void add_counts() {
    for (const UnitCounts& each : counts_.counted_by_clang) {
      if (!add(each, "what one worker counted")) lose(each);
    }
    for (const ProfileFile& each : files_) {
      if (!add(each)) lose({{.object = each.path, .version = {}}, {{each.context, {}}}});
    }
    for (const Profile& each : counts_.kept_of_clang) add(whole(each, k_earlier_run), "what an earlier run counted");
    if (unknown_ > 0) {
      complain("what {} counted is left out, since the build directories have no such {}",
               base::counted(unknown_, "program or library of clang"), unknown_ == 1 ? "file" : "files");
    }
  }

  void take_lines(model::CoverageBranches which) {
    ClangFunctions functions(sources_);
    for (const Known& each : known_) {
      if (each.program.is_known) functions.add(each.program, each.sum ? &*each.sum : nullptr);
    }
    add_foreign(functions);
    for (const Known& each : known_) {
      for (const UnitCounts& unit : each.by_context) functions.add_contexts(each.program, unit);
    }
    ClangFunctions::Lines lines = functions.take_lines(which != model::CoverageBranches::none);
    for (const auto& [source, more] : lines.files) combined_.files[source].add_foreign(more);
    for (const auto& [source, contexts] : lines.by_context) {
      for (const auto& [context, ran] : contexts) combined_.by_context[source][context].add(ran);
    }
    tell(lines);
  }

  void tell_units() {
    std::vector<ClangUse> uses;
    for (const Known& each : known_) {
      uses.push_back({&each.program, each.sum.has_value(), {}});
      for (const UnitCounts& unit : each.by_context) {
        for (const ContextCounts& context : unit.by_context) uses.back().contexts.insert(context.context);
      }
    }
    for (UnitSources& each : clang_units(uses)) combined_.units.push_back(std::move(each));
  }

 private:
  struct Known {
    ClangProgram program;
    std::optional<Profile> sum;
    std::vector<UnitCounts> by_context;
    std::vector<std::string> files = {};  // .profraw, of a program that is not known
  };

  void add_foreign(ClangFunctions& functions) {
    std::vector<const Known*> foreign;
    for (const Known& each : known_) {
      if (!each.program.is_known) foreign.push_back(&each);
    }
    std::vector<base::Result<LlvmExport>> exported(foreign.size());
    base::in_parallel(threads_, foreign.size(), [&](const base::Next& next) {
      while (const auto at = next()) exported[*at] = ask_llvm_cov(foreign[*at]->program, foreign[*at]->files);
    });
    for (std::size_t i = 0; i < foreign.size(); ++i) add_foreign(*foreign[i], exported[i], functions);
  }

  void add_foreign(const Known& known, const base::Result<LlvmExport>& exported, ClangFunctions& functions) {
    const ClangProgram& program = known.program;
    if (!exported) return complain("{}: it is left out", exported.error().text);
    const auto wanted = [&](std::string_view directory, std::string_view name) { return sources_.number(directory, name); };
    const auto read = parse_llvm_export(exported->text, fs::path(program.path).parent_path().string(), wanted);
    if (!read) return complain("llvm-cov {} of {}: it is left out", read.error().text, program.path);
    if (!exported->warnings.empty()) complain("of {}: {}", program.path, exported->warnings);
    functions.add(program, *read, !known.files.empty());
  }

  template <typename... Args>
  void complain(fmt::format_string<Args...> format, Args&&... args) {
    combined_.problems.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  void load(const std::string& path) {
    std::error_code error;
    const std::string real = fs::weakly_canonical(path, error).string();
    if (!seen_.insert(real).second) return;
    auto program = load_clang_program(real, sources_);
    if (!program) return complain("{}", program.error().text);
    if (!*program) return;
    known_.push_back({**std::move(program), {}, {}, {}});
    by_path_[real] = &known_.back();
  }

  // False: it is left out.
  bool add(const UnitCounts& unit, const char* what) {
    const auto found = by_path_.find(unit.sum.object);
    if (found == by_path_.end()) {
      if (!seen_.contains(unit.sum.object)) complain("{} is no longer there: {} is left out", unit.sum.object, what);
      return false;
    }
    Known& known = *found->second;
    if (!known.program.is_known) {
      complain("{} is of {}, and was loaded by a program that was forked: {} is left out (--launcher=exec counts it)",
               unit.sum.object, known.program.version, what);
      return false;
    }
    if (unit.sum.stamp != known.program.stamp || unit.sum.counters.size() != counters_of(known)) {
      complain("{}: {} is of another build, and is left out", unit.sum.object, what);
      return false;
    }
    return add(known, unit);
  }

  static bool add(Known& known, const UnitCounts& unit) {
    if (!known.sum) {
      known.sum = unit.sum;
    } else if (!add_profile(*known.sum, unit.sum)) {
      return false;
    }
    if (!unit.by_context.empty()) known.by_context.push_back({{}, unit.by_context});
    return true;
  }

  // A unit of which not all is known that its contexts ran.
  void lose(const UnitCounts& unit) {
    const std::string& path = unit.sum.object;
    UnitSources lost{.notes = path, .object = path, .sources = {}, .is_whole = false, .contexts = {}, .files = {path}};
    for (const ContextCounts& each : unit.by_context) lost.contexts.insert(each.context);
    combined_.units.push_back(std::move(lost));
  }

  // Which program wrote it, its functions tell.
  bool add(const ProfileFile& file) {
    const auto bytes = base::read_file(file.path);
    if (bytes && give_to_foreign(file.path, *bytes)) return true;
    auto profile = bytes ? read_raw_profile(*bytes) : tl::unexpected(base::Error{"cannot be read"});
    if (!profile) {
      complain("what one worker counted, a .profraw file, {}, and is left out", profile.error().text);
      return false;
    }
    const auto found = std::find_if(known_.begin(), known_.end(), [&](const Known& each) {
      return is_of(*profile, each.program.functions, counters_of(each));
    });
    if (found == known_.end()) {
      ++unknown_;
      return false;
    }
    return add(*found, whole(found->program, std::move(profile->counters), file.context));
  }

  // What wrote it has put its functions' names there, as it has them.
  bool give_to_foreign(const std::string& path, const std::string& bytes) {
    const auto found = std::find_if(known_.begin(), known_.end(), [&](const Known& each) {
      const std::string& names = each.program.sections.names;
      return !each.program.is_known && !names.empty() && bytes.find(names) != std::string::npos;
    });
    if (found == known_.end()) return false;
    found->files.push_back(path);
    return true;
  }

  [[nodiscard]] UnitCounts whole(const ClangProgram& program, std::vector<std::int64_t> counters, Context context) const {
    Profile sum{.object = program.path, .version = {agent::k_clang}, .stamp = program.stamp};
    sum.functions.push_back({.count = static_cast<std::uint32_t>(counters.size())});
    sum.counters = std::move(counters);
    return whole(std::move(sum), context);
  }

  [[nodiscard]] UnitCounts whole(Profile sum, Context context) const {
    UnitCounts unit{std::move(sum), {}};
    if (!counts_.by_context) return unit;
    unit.by_context.push_back({context, {}});
    for (std::uint32_t i = 0; i < unit.sum.counters.size(); ++i) {
      if (unit.sum.counters[i] != 0) unit.by_context.back().counters.emplace_back(i, unit.sum.counters[i]);
    }
    return unit;
  }

  static std::size_t counters_of(const Known& known) { return known.program.sections.counters_size / sizeof(std::int64_t); }

  void tell(const ClangFunctions::Lines& lines) {
    for (Known& each : known_) {
      const ClangProgram& program = each.program;
      if (!program.is_object)
        combined_.compilers.insert(program.is_known ? program.version : foreign_clang_described(program.version));
      if (each.sum) combined_.clang_sums.push_back(*std::move(each.sum));
    }
    combined_.changed.insert(lines.changed.begin(), lines.changed.end());
    std::set<std::uint32_t> changed = lines.changed;
    changed.insert(lines.changed_unlinked.begin(), lines.changed_unlinked.end());
    for (const std::uint32_t each : changed) {
      const std::string said = said_of_changed(sources_.all()[each]);
      if (std::find(combined_.problems.begin(), combined_.problems.end(), said) == combined_.problems.end())
        combined_.problems.push_back(said);
    }
    if (lines.damaged > 0) complain("{} of clang cannot be read, and left out", base::counted(lines.damaged, "function"));
    if (lines.negative) {
      complain(
          "what clang counted fell below 0, and is taken as 0: threads counted at the same time (compile with "
          "-fprofile-update=atomic)");
    }
  }

  const Counts& counts_;
  Sources& sources_;
  Combined& combined_;
  int threads_;
  std::deque<Known> known_;
  std::map<std::string, Known*> by_path_;
  std::set<std::string> seen_;  // paths
  std::vector<ProfileFile> files_;
  std::size_t unknown_ = 0;  // .profraw files of which the program is not there
};

}  // namespace

void combine_clang(const Counts& counts, const std::set<std::string>& programs, const std::vector<std::string>& directories,
                   Sources& sources, model::CoverageBranches which, Combined& combined, int threads) {
  Combination combination(counts, sources, combined, threads);
  if (programs.empty() && !combination.any_counted()) return;
  combination.load(programs, directories);
  combination.add_counts();
  combination.tell_units();
  combination.take_lines(which);
}

}  // namespace trireme::coverage
