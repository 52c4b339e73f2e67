#include "coverage/changes.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "coverage/paths.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t k_last_line = 1 << 24;  // of a source, whatever damaged notes say

// May others include it?
bool is_header(const std::string& path) {
  constexpr std::array<std::string_view, 6> k_compiled = {".c", ".cc", ".cpp", ".cxx", ".c++", ".C"};
  const std::string ending = fs::path(path).extension().string();
  return std::find(k_compiled.begin(), k_compiled.end(), ending) == k_compiled.end();
}

bool runs(const LinesRun& lines, const SourcePtr& source, const std::vector<FunctionRange>& functions) {
  const auto found = lines.find(source);
  if (found == lines.end()) return false;
  return std::any_of(functions.begin(), functions.end(), [&](const FunctionRange& each) {
    for (std::uint32_t line = each.start; line <= std::min(each.end, k_last_line); ++line) {
      if (found->second.contains(line)) return true;
    }
    return false;
  });
}

class Search {
 public:
  Search(const Revision& revision, Project& project)
      : revision_(revision), project_(project), last_modified_(revision.last_modified()) {}

  Changes run() {
    for (const UnitPtr& unit : revision_.units) {
      for (const SourcePtr& source : unit->sources) units_of_[source].push_back(unit);
    }
    for (const auto& [source, units] : units_of_) mapped_.insert(source->path);
    look_at_files();
    for (const auto& [source, units] : units_of_) look_at_source(source);
    for (const UnitPtr& each : revision_.units) {
      if (each->is_used) look_at_unit(*each);
    }
    for (const MappedProgram& each : revision_.programs) look_at_program(each);
    return std::move(changes_);
  }

 private:
  template <typename... Args>
  void touch_everything(fmt::format_string<Args...> format, Args&&... args) {
    if (!changes_.everything) changes_.everything = fmt::format(format, std::forward<Args>(args)...);
  }

  void look_at_files() {
    std::set<std::string> known;
    for (const KnownFile& each : revision_.files) {
      known.insert(each.path);
      const bool is_changed = project_.matters(each.path, revision_) && change_since(each) != Change::none;
      if (is_changed) touch_everything("{} has changed", project_.name(each.path));
    }
    for (const KnownFile& each : revision_.settings) {
      if (change_since(each) != Change::none) touch_everything("{} has changed", project_.name(each.path));
    }
    for (const std::string& each : project_.files(revision_.build_directories)) {
      if (known.contains(each) || mapped_.contains(each) || !project_.matters(each, revision_)) continue;
      touch_everything("{} is new", project_.name(each));
    }
    for (const std::string& each : project_.changed()) {
      if (mapped_.contains(each) || !project_.matters(each, revision_)) continue;
      touch_everything("{} has changed since {}", project_.name(each), project_.since());
    }
  }

  void look_at_source(const SourcePtr& source) {
    const std::string name = project_.name(source->path);
    const std::string& text = project_.text(source->path);
    if (!source->is_true) {
      changed_.insert(source);
      touch_outside(source, name + " had changed since it was compiled, when the tests ran");
    } else if (text != source->text) {
      changed_.insert(source);
      if (is_not_rebuilt(source)) changes_.not_rebuilt.insert(name);
      if (const auto why = compare(source, text, "has changed")) touch_outside(source, *why);
    }
    if (const auto before = source->is_true ? project_.text_before(source->path) : std::nullopt) {
      const auto why = compare(source, *before, "has changed since " + project_.since());
      // Which units were compiled again then nobody knows.
      if (why && is_header(source->path)) touch_everything("{}", *why);
      if (why) touch_programs(source, *why);
    }
  }

  // What has changed outside of functions, if anything has.
  std::optional<std::string> compare(const SourcePtr& source, const std::string& text, const std::string& how) {
    if (!is_used(source)) touch_everything("{} {}, and it is in no test program", project_.name(source->path), how);
    const Touched touched = find_touched(source->text, text, source->functions);
    auto& functions = changes_.functions[source];
    functions.insert(functions.end(), touched.functions.begin(), touched.functions.end());
    const std::string name = project_.name(source->path);
    if (runs(revision_.before, source, touched.functions)) {
      touch_programs(source, fmt::format("a function of {} {} that runs before the tests", name, how));
    }
    if (!touched.outside) return std::nullopt;
    return fmt::format("{}:{} {} outside of functions", name, *touched.outside, how);
  }

  // Of a header without functions of its own in a unit the unit does not tell: all that was compiled since may include it.
  void touch_outside(const SourcePtr& source, const std::string& why) {
    touch_programs(source, why);
    if (is_header(source->path) && !header_changed_) header_changed_ = why;
  }

  void touch_programs(const SourcePtr& source, const std::string& why) {
    for (const UnitPtr& each : units_of_.at(source)) touch_programs(*each, why);
  }

  // Who loads or starts it is not known.
  void touch_programs(const MappedUnit& unit, const std::string& why) {
    if (unit.is_used && unit.programs.empty()) touch_everything("{}", why);
    for (const std::string& each : unit.programs) changes_.programs.try_emplace(each, why);
  }

  // Else some test may start a program of it, and kill it before it can tell what it ran.
  [[nodiscard]] bool is_used(const SourcePtr& source) const {
    const auto& units = units_of_.at(source);
    return std::any_of(units.begin(), units.end(), [](const UnitPtr& each) { return each->is_used; });
  }

  [[nodiscard]] bool is_not_rebuilt(const SourcePtr& source) {
    const auto& units = units_of_.at(source);
    return std::any_of(units.begin(), units.end(),
                       [&](const UnitPtr& each) { return each->is_used && !is_written_since(each->notes); });
  }

  Change change(const MappedUnit& unit) {
    const auto [at, fresh] = unit_changes_.try_emplace(&unit);
    if (fresh) at->second = change_since(unit.notes, coverage::look_at_unit);
    return at->second;
  }

  // It was compiled again: because of its sources, or of what cannot be seen. Where the settings of the build are known, and
  // have not changed, a compilation that came to the same does not count, if it had all files as they were then.
  void look_at_unit(const MappedUnit& unit) {
    if (header_changed_ && is_written_since(unit.notes)) touch_programs(unit, *header_changed_);
    if (change(unit) == Change::none) return;
    const bool is_explained =
        std::any_of(unit.sources.begin(), unit.sources.end(), [&](const auto& each) { return changed_.contains(each); });
    const bool is_configured = std::any_of(revision_.configured.begin(), revision_.configured.end(),
                                           [&](const std::string& each) { return is_below(unit.notes.path, each); });
    const bool is_same = change(unit) == Change::stamp && unit.notes.modified >= last_modified_;
    if (is_explained || (is_configured && is_same)) return;
    touch_programs(unit, fmt::format("{} was compiled again, and no source of it that is known has changed",
                                     project_.name(unit.notes.path)));
  }

  // Something was linked that is not known. Else it is its units that have changed.
  void look_at_program(const MappedProgram& program) {
    const auto is_changed = [](const KnownFile& each) { return change_since(each, look_at_program_file) != Change::none; };
    if (std::none_of(program.files.begin(), program.files.end(), is_changed)) return;
    const bool is_explained = std::any_of(revision_.units.begin(), revision_.units.end(), [&](const UnitPtr& each) {
      const auto& programs = each->programs;
      return std::find(programs.begin(), programs.end(), program.name) != programs.end() && change(*each) != Change::none;
    });
    if (!is_explained) {
      changes_.programs.try_emplace(program.name,
                                    program.name + " was linked again, and nothing that is known of it has changed");
    }
  }

  static std::optional<KnownFile> look_at_program_file(const std::string& path) { return coverage::look_at_program(path); }

  const Revision& revision_;
  Project& project_;
  std::int64_t last_modified_;
  std::map<SourcePtr, std::vector<UnitPtr>> units_of_;
  std::set<std::string> mapped_;  // paths
  std::set<SourcePtr> changed_;
  std::optional<std::string> header_changed_;  // how, outside of functions
  std::map<const MappedUnit*, Change> unit_changes_;
  Changes changes_;
};

}  // namespace

bool Changes::touch(const MappedTest& test) const {
  if (everything || programs.contains(test.program)) return true;
  return std::any_of(functions.begin(), functions.end(),
                     [&](const auto& each) { return runs(test.lines, each.first, each.second); });
}

Changes find_changes(const Revision& revision, Project& project) { return Search(revision, project).run(); }

}  // namespace trireme::coverage
