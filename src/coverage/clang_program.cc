#include "coverage/clang_program.h"

#include <map>
#include <set>

#include "agent/counts.h"
#include "coverage/bytes.h"

namespace trireme::coverage {

namespace {

// A function that is used stands for itself where another unit did not use it.
std::vector<MappingRecord> one_of_each(const std::vector<MappingRecord>& records) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, const MappingRecord*> known;  // by name and hash
  std::set<std::uint64_t> used;
  for (const MappingRecord& each : records) {
    if (each.is_dummy) continue;
    known.try_emplace({each.name, each.hash}, &each);
    used.insert(each.name);
  }
  for (const MappingRecord& each : records) {
    if (each.is_dummy && !used.contains(each.name)) known.try_emplace({each.name, each.hash}, &each);
  }
  std::vector<MappingRecord> result;
  result.reserve(known.size());
  for (const auto& [key, record] : known) result.push_back(*record);
  return result;
}

SourceNumbers numbers_of(const SourceList& list, Sources& sources) {
  SourceNumbers numbers(list.names.size());
  for (std::size_t i = 1; i < list.names.size(); ++i) numbers[i] = sources.number(list.names[0], list.names[i]);
  return numbers;
}

}  // namespace

base::Result<std::optional<ClangProgram>> load_clang_program(const std::string& path, Sources& sources) {
  const auto file = base::ElfFile::open_any(path);
  auto sections = file ? clang_sections(*file) : std::nullopt;
  if (!sections) return std::nullopt;
  const struct stat& status = file->status();
  std::optional<ClangProgram> program(std::in_place);
  program->path = path;
  program->is_object = file->is_object();
  std::error_code error;
  program->modified = std::filesystem::last_write_time(path, error);
  program->stamp =
      agent::state_of_file(static_cast<std::uint64_t>(status.st_size), static_cast<std::uint64_t>(status.st_mtim.tv_sec),
                           static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
  program->version = clang_version(*file);
  program->sections = *std::move(sections);
  const auto known = is_known(program->sections);
  if (!known) return base::fail("{} {}: it is left out", path, known.error().text);
  program->is_known = *known;
  if (!*known) return program;
  auto functions = linked_functions(program->sections);
  if (!functions) return base::fail("{} {}: it is left out", path, functions.error().text);
  program->functions = *std::move(functions);
  const auto read = unless_damaged([&] {
    program->records = one_of_each(mapping_records(program->sections));
    for (const SourceList& each : source_lists(program->sections)) {
      if (!each.names.empty()) program->source_lists.try_emplace(each.sum, numbers_of(each, sources));
    }
    return true;
  });
  if (!read) return base::fail("{} {}: it is left out", path, read.error().text);
  return program;
}

}  // namespace trireme::coverage
