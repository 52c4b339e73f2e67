#include "coverage/clang_functions.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "coverage/bytes.h"
#include "coverage/context_finder.h"
#include "coverage/line_limits.h"
#include "coverage/md5.h"
#include "coverage/sums.h"

namespace trireme::coverage {

struct ClangFunctions::Function {
  MappingRecord record;
  Mapping mapping;
  bool is_damaged = false;
  bool was_run = false;                                                               // a program that has it was
  std::filesystem::file_time_type modified = std::filesystem::file_time_type::min();  // of the newest of the files that have it
  std::optional<std::filesystem::file_time_type> linked;                              // … of the programs
  std::optional<std::filesystem::file_time_type> compiled;                            // … of the object files
  std::vector<std::int64_t> counters;
  std::map<Context, std::vector<std::int64_t>> by_context;

  // A source that was saved between both is not what it was compiled from.
  [[nodiscard]] std::filesystem::file_time_type made() const {
    return linked && compiled ? std::min(*linked, *compiled) : modified;
  }
  void note(const ClangProgram& program, bool is_run) {
    modified = std::max(modified, program.modified);
    auto& made = program.is_object ? compiled : linked;
    made = std::max(made.value_or(program.modified), program.modified);
    was_run = was_run || is_run;
  }
  [[nodiscard]] const std::int64_t* counted() const { return counters.size() < mapping.counters ? nullptr : counters.data(); }
};

namespace {

std::string key_of(const MappingRecord& record) {
  std::string key(reinterpret_cast<const char*>(&record.name), sizeof record.name);
  key.append(reinterpret_cast<const char*>(&record.hash), sizeof record.hash);
  key.append(reinterpret_cast<const char*>(&record.sources), sizeof record.sources);
  return key.append(record.bytes);
}

std::string key_of(const ExportedFunction& exported) {
  std::string key = "exported " + exported.name;
  for (const std::optional<std::uint32_t> each : exported.mapping.files) key += fmt::format(" {}", each ? *each + 1 : 0);
  for (const Region& each : exported.mapping.regions) {
    key += fmt::format(";{},{},{},{},{},{},{}", static_cast<int>(each.kind), each.file, each.expanded, each.range.begin.line,
                       each.range.begin.column, each.range.end.line, each.range.end.column);
  }
  return key;
}

void add(std::vector<std::int64_t>& to, const std::int64_t* more, std::size_t size) {
  to.resize(std::max(to.size(), size));
  for (std::size_t i = 0; i < size; ++i) to[i] = wrapped_sum(to[i], more[i]);
}

// Where the code of each file of a function is used: its expansion; nullptr for the function's own.
using Uses = std::vector<const Region*>;

Uses uses_of(const Mapping& mapping) {
  Uses uses(mapping.files.size());
  for (const Region& each : mapping.regions) {
    if (each.kind == RegionKind::expansion) uses[each.expanded] = &each;
  }
  return uses;
}

// The outermost expansion around `region`, or itself. Steps are counted: damaged ones may lead round.
const Region& outermost(const Uses& uses, const Region& region) {
  const Region* current = &region;
  for (std::size_t steps = 0; uses[current->file] != nullptr && steps < uses.size(); ++steps) current = uses[current->file];
  return *current;
}

// Of its last region in the file where its first one is: before its body there may be what members are made of.
std::uint32_t last_line(const Mapping& mapping) {
  std::uint32_t last = 0;
  for (const Region& each : mapping.regions) {
    if (each.file == mapping.regions.front().file) last = std::max(last, each.range.end.line);
  }
  return last;
}

bool is_zero(Term term) { return term.kind() == Term::Kind::zero; }

}  // namespace

ClangFunctions::Function& ClangFunctions::function_of(const ClangProgram& program, const MappingRecord& record) {
  std::shared_ptr<Function>& function = functions_[key_of(record)];
  if (function) return *function;
  function = std::make_shared<Function>();
  function->record = record;
  const auto list = program.source_lists.find(record.sources);
  auto mapping = unless_damaged([&] {
    check(list != program.source_lists.end());
    return read_mapping(record, list->second);
  });
  function->is_damaged = !mapping;
  if (mapping) function->mapping = *std::move(mapping);
  return *function;
}

ClangFunctions::Function& ClangFunctions::function_of(const ExportedFunction& exported) {
  std::shared_ptr<Function>& function = functions_[key_of(exported)];
  if (function) return *function;
  function = std::make_shared<Function>();
  function->record.name = md5_word(exported.name);
  function->mapping = exported.mapping;
  return *function;
}

void ClangFunctions::add(const ClangProgram& program, const Profile* sum) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<std::size_t>> places;  // by name and hash
  for (std::size_t i = 0; i < program.functions.size(); ++i) {
    places[{program.functions[i].name, program.functions[i].hash}].push_back(i);
  }
  for (const MappingRecord& record : program.records) {
    Function& function = function_of(program, record);
    function.note(program, sum != nullptr);
    if (!record.is_dummy) used_.insert(record.name);
    for (const std::size_t place : places[{record.name, record.hash}]) {
      const LinkedFunction& linked = program.functions[place];
      counting_[{&program, place}] = &function;
      if (sum != nullptr) coverage::add(function.counters, sum->counters.data() + linked.first, linked.count);
    }
  }
  std::unordered_set<std::uint64_t> named;
  for (const MappingRecord& record : program.records) named.insert(record.name);
  names_.merge(function_names(program.sections, named));
}

void ClangFunctions::add(const ClangProgram& program, const std::vector<ExportedFunction>& functions, bool was_run) {
  for (const ExportedFunction& each : functions) {
    Function& function = function_of(each);
    function.note(program, was_run);
    names_.try_emplace(function.record.name, own_name(each.name));
    if (was_run) coverage::add(function.counters, each.counters.data(), each.counters.size());
  }
}

void ClangFunctions::add_contexts(const ClangProgram& program, const UnitCounts& unit) {
  Profile profile;
  std::vector<std::size_t> order(program.functions.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](std::size_t each) { return program.functions[each].count == 0; });
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return program.functions[a].first < program.functions[b].first; });
  for (const std::size_t each : order) {
    profile.functions.push_back({.first = program.functions[each].first, .count = program.functions[each].count});
  }
  for (const ContextCounts& context : unit.by_context) {
    for (const auto& [index, counters] : counters_by_function(profile, context)) {
      const auto function = counting_.find({&program, order[index]});
      if (function == counting_.end()) continue;
      coverage::add(function->second->by_context[context.context], counters.data(), counters.size());
    }
  }
}

std::int64_t ClangFunctions::clamped(std::int64_t count) {
  negative_ = negative_ || count < 0;
  return std::max<std::int64_t>(count, 0);
}

// Those that are newer than a program that was run, or than an object file.
std::set<std::uint32_t> ClangFunctions::find_changed(bool was_run) const {
  std::set<std::uint32_t> changed;
  for (const auto& [key, function] : functions_) {
    if (function->was_run != was_run) continue;
    for (const std::optional<std::uint32_t> each : function->mapping.files) {
      if (!each || changed.contains(*each)) continue;
      const auto& modified = sources_.all()[*each].modified;
      if (modified && *modified > function->made()) changed.insert(*each);
    }
  }
  return changed;
}

bool ClangFunctions::is_told(const Function& function, std::uint32_t source, const Lines& lines) const {
  const auto& modified = sources_.all()[source].modified;
  if (function.was_run) return !modified || *modified <= function.made();
  // Of an object file that is left over, or newer than the programs.
  return modified && *modified <= function.made() && !lines.changed.contains(source);
}

void ClangFunctions::add_to_sources(const Function& function, Lines& lines) {
  const Mapping& mapping = function.mapping;
  const Counted counted(mapping, function.counted());
  const Uses uses = uses_of(mapping);
  const std::uint32_t main_file = mapping.main_file();
  bool is_first = true;
  for (const Region& region : mapping.regions) {
    if (region.kind == RegionKind::branch) {
      if (is_zero(region.count) && is_zero(region.alternative)) continue;  // a constant
      const Region& use = outermost(uses, region);
      const auto source = mapping.files[use.file];
      if (!source || use.file != main_file || !is_told(function, *source, lines)) continue;
      regions_[*source].add_branch(use.range.begin.line, use.range, region.range, clamped(counted.of(region.count)),
                                   clamped(counted.of(region.alternative)));
      continue;
    }
    const std::int64_t count = clamped(counted.of(region.count));
    const auto source = mapping.files[region.file];
    const bool is_told_of = source && is_told(function, *source, lines);
    if (std::exchange(is_first, false) && is_told_of) {
      const auto name = names_.find(function.record.name);
      if (name != names_.end())
        regions_[*source].add_function({name->second, region.range.begin.line, last_line(mapping), count});
    }
    if (is_told_of) regions_[*source].add(region.range, region.kind, count);
  }
}

void ClangFunctions::find_run(const Function& function, Lines& lines) {
  for (const auto& [context, counters] : function.by_context) {
    if (counters.size() < function.mapping.counters) continue;
    const Counted counted(function.mapping, counters.data());
    for (const Region& region : function.mapping.regions) {
      const auto source = function.mapping.files[region.file];
      if (!source || region.kind == RegionKind::branch || counted.of(region.count) <= 0) continue;
      const auto known = regions_.find(*source);
      if (known != regions_.end() && is_told(function, *source, lines)) {
        known->second.find_run(region.range, region.kind, lines.by_context[*source][context]);
      }
    }
  }
}

ClangFunctions::Lines ClangFunctions::take_lines(bool with_branches) {
  Lines lines;
  lines.changed = find_changed(true);
  LineLimits limits(sources_.all());
  for (auto& [key, function] : functions_) {
    function->is_damaged = function->is_damaged || !limits.allow(function->mapping, function->made());
  }
  const auto is_wanted = [&](const Function& each) {
    return !each.is_damaged && (!each.record.is_dummy || !used_.contains(each.record.name));
  };
  for (const auto& [key, function] : functions_) {
    lines.damaged += function->is_damaged ? 1U : 0U;
    if (is_wanted(*function)) add_to_sources(*function, lines);
  }
  for (auto& [source, regions] : regions_) lines.files.emplace(source, regions.take_lines(with_branches));
  for (const auto& [key, function] : functions_) {
    if (is_wanted(*function)) find_run(*function, lines);
  }
  for (const std::uint32_t each : find_changed(false)) {
    if (!lines.files.contains(each) && !lines.changed.contains(each)) lines.changed_unlinked.insert(each);
  }
  lines.negative = negative_;
  return lines;
}

}  // namespace trireme::coverage
