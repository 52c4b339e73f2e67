#include "coverage/map_run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <unordered_map>
#include <utility>

#include "base/elf_file.h"
#include "base/fd.h"
#include "collect/program_files.h"
#include "coverage/outputs.h"
#include "coverage/paths.h"
#include "coverage/project_files.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

std::vector<KnownFile> known(const std::set<std::string>& paths) {
  std::vector<KnownFile> result;
  for (const std::string& each : paths) {
    if (auto file = look_at(each)) result.push_back(*std::move(file));
  }
  return result;
}

// What a build tree was configured with, as CMake and Meson keep it.
std::vector<std::string> settings_of(const std::string& build_directory) {
  std::vector<std::string> result;
  for (const char* each : {"CMakeCache.txt", "meson-info/intro-buildoptions.json"}) {
    std::error_code unknown;
    const fs::path path = fs::path(build_directory) / each;
    if (fs::is_regular_file(path, unknown)) result.push_back(path.string());
  }
  return result;
}

// Reports.
std::vector<std::string> written_by(const model::Options& options) {
  auto result = output_paths(options.coverage.outputs.value_or(std::vector<model::CoverageOutput>()), options.directory);
  for (const std::string& each : {options.junitxml, options.report_log}) {
    if (!each.empty()) result.push_back((fs::path(options.directory) / each).string());
  }
  for (std::string& each : result) each = real_path(each);
  return result;
}

std::vector<FunctionRange> ranges_of(const FileLines& lines) {
  std::set<FunctionRange> ranges;
  for (const auto& [key, function] : lines.functions) ranges.insert({function.start_line, function.end_line});
  return {ranges.begin(), ranges.end()};
}

class Mapping {
 public:
  Mapping(const MappedRun& run, Revision&& revision) : run_(run), revision_(std::move(revision)) {}

  TestMap map() {
    make_programs();
    number_tests();
    for (const UnitSources& each : run_.combined.units) make_unit(each);
    // With what it was when the tests began, unless its functions are known: then by the copy.
    std::set<std::string> copied;
    for (const auto& [number, source] : sources_) copied.insert(source->path);
    revision_.newest = revision_.last_modified();
    std::erase_if(revision_.files, [&](const KnownFile& each) { return copied.contains(each.path); });
    revision_.before = lines_of(0);
    revision_.products = products(copied);
    const auto shared = std::make_shared<const Revision>(std::move(revision_));
    TestMap map;
    for (const model::TestCase& each : run_.collection.tests) {
      const std::string& program = program_of(each);
      if (!run_.outcomes.ran().contains(each.id) || unmapped_.contains(program) || is_lost(each, program)) continue;
      const auto number = numbers_.find(each.id);
      map.tests[each.id] = {program, shared, false, number == numbers_.end() ? LinesRun() : lines_of(number->second)};
    }
    return map;
  }

 private:
  void number_tests() {
    for (Context i = 1; i < run_.contexts.size(); ++i) numbers_[run_.contexts[i]] = i;
    for (const model::TestCase& each : run_.collection.tests) {
      const auto number = numbers_.find(each.id);
      if (number != numbers_.end()) programs_of_context_[number->second] = program_of(each);
    }
  }

  void make_programs() {
    unmapped_.insert(run_.without.begin(), run_.without.end());
    collect::ProgramFiles files;
    std::unordered_map<std::string, std::set<std::string>> objects;  // by file
    for (const model::TestBinary& each : run_.collection.binaries) {
      MappedProgram program{each.name, {}};
      for (const collect::ProgramFile* file : files.of(each.path)) {
        if (auto now = look_at_program(file->path)) program.files.push_back(*std::move(now));
        const auto [at, fresh] = objects.try_emplace(file->path);
        const auto elf = fresh ? base::ElfFile::open(file->path) : std::nullopt;
        if (elf) at->second = elf->texts_ending_with(".gcda");
        for (const std::string& object : at->second) programs_of_part_[object].push_back(each.name);
        programs_of_part_[real_path(file->path)].push_back(each.name);
      }
      revision_.programs.push_back(std::move(program));
    }
  }

  std::vector<std::string> programs_of(const UnitSources& unit) {
    std::set<std::string> programs;
    std::vector<std::string> parts = unit.files;
    parts.push_back(unit.object.empty() ? fs::path(unit.notes).replace_extension(".gcda").string() : unit.object);
    for (const std::string& each : parts) programs.insert(programs_of_part_[each].begin(), programs_of_part_[each].end());
    // Those that load or start what it is in.
    for (const Context each : unit.contexts) {
      const auto program = programs_of_context_.find(each);
      if (program != programs_of_context_.end()) programs.insert(program->second);
    }
    return {programs.begin(), programs.end()};
  }

  void make_unit(const UnitSources& unit) {
    MappedUnit mapped{.programs = programs_of(unit), .sources = {}};
    mapped.is_used = !unit.object.empty() || !mapped.programs.empty();
    if (auto notes = look_at_unit(unit.notes)) {
      mapped.notes = *std::move(notes);
    } else {
      mapped.notes.path = unit.notes;
    }
    for (const std::uint32_t each : unit.sources) mapped.sources.push_back(source(each));
    if (!unit.is_whole) unmapped_.insert(mapped.programs.begin(), mapped.programs.end());
    revision_.units.push_back(std::make_shared<const MappedUnit>(std::move(mapped)));
  }

  SourcePtr source(std::uint32_t number) {
    SourcePtr& source = sources_[number];
    if (source) return source;
    SourceCopy copy{.path = run_.sources[number].path, .text = "", .functions = {}};
    const auto lines = run_.combined.files.find(number);
    if (lines != run_.combined.files.end()) copy.functions = ranges_of(lines->second);
    auto text = base::read_file(copy.path);
    copy.is_true = text.has_value() && !run_.combined.changed.contains(number);
    if (text) copy.text = *std::move(text);
    return source = std::make_shared<const SourceCopy>(std::move(copy));
  }

  LinesRun lines_of(Context context) {
    LinesRun result;
    for (const auto& [number, by_context] : run_.combined.by_context) {
      const auto lines = by_context.find(context);
      if (lines != by_context.end()) result[source(number)] = lines->second;
    }
    return result;
  }

  // What came while the tests ran, and what will come of the reports.
  std::vector<std::string> products(const std::set<std::string>& copied) {
    std::set<std::string> before = copied;
    for (const KnownFile& each : revision_.files) before.insert(each.path);
    std::vector<std::string> result = written_by(run_.options);
    for (const std::string& each : project_files(run_.options.root, revision_.build_directories)) {
      if (!before.contains(each)) result.push_back(each);
    }
    return result;
  }

  [[nodiscard]] const std::string& program_of(const model::TestCase& test) const {
    return run_.collection.binaries[run_.collection.launches[test.launch].binary].name;
  }

  [[nodiscard]] bool is_lost(const model::TestCase& test, const std::string& program) const {
    return run_.lost.contains(test.id) || run_.lost.contains(program) || run_.lost.contains(program + "::" + test.suite);
  }

  const MappedRun& run_;
  Revision revision_;
  std::set<std::string> unmapped_;  // programs of which not all is known
  // By the path of an object that gcc counts for, as it is compiled in, or of a program or library.
  std::unordered_map<std::string, std::vector<std::string>> programs_of_part_;
  std::map<std::uint32_t, SourcePtr> sources_;  // by number
  std::unordered_map<std::string, Context> numbers_;
  std::unordered_map<Context, std::string> programs_of_context_;
};

// Tests that are known to be no more. A run of everything shows which its programs have.
void forget_gone(const MappedRun& run, TestMap& map) {
  const auto is_one = [](const std::string& path) { return path.find("::") != std::string::npos; };
  const std::vector<std::string>& paths = run.options.paths;
  const bool is_whole = run.collection.deselected == 0 && std::none_of(paths.begin(), paths.end(), is_one);
  std::set<std::string> programs;
  std::set<std::string> tests;
  for (const model::TestBinary& each : run.collection.binaries) programs.insert(each.name);
  for (const model::TestCase& each : run.collection.tests) tests.insert(each.id);
  std::erase_if(map.tests, [&](const auto& entry) {
    const auto& [id, test] = entry;
    if (programs.contains(test.program)) return is_whole && !tests.contains(id);
    std::error_code unknown;
    return !fs::exists(fs::path(run.options.root) / test.program, unknown);
  });
}

}  // namespace

Revision revision_now(const model::Options& options, const std::vector<std::string>& build_directories) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  Revision revision{.made = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count(), .files = {}};
  for (const std::string& each : build_directories) {
    revision.build_directories.push_back(real_path(each));
    const std::vector<std::string> settings = settings_of(revision.build_directories.back());
    if (settings.empty()) continue;
    revision.configured.push_back(revision.build_directories.back());
    for (KnownFile& file : known({settings.begin(), settings.end()})) revision.settings.push_back(std::move(file));
  }
  revision.files = known(project_files_and_included(options.root, revision.build_directories));
  return revision;
}

void add_run(const MappedRun& run, Revision revision, TestMap& map) {
  TestMap more = Mapping(run, std::move(revision)).map();
  for (auto& [id, test] : more.tests) {
    MappedTest& entry = map.tests[id];
    test.failed = entry.failed;
    entry = std::move(test);
  }
  remember(run.outcomes, map);
  if (!run.outcomes.cut_short()) forget_gone(run, map);
}

}  // namespace trireme::coverage
