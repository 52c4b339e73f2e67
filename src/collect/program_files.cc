#include "collect/program_files.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>

namespace trireme::collect {

namespace {

constexpr std::size_t k_most_files = 2000;  // of one program

// Where the loader finds libraries by itself. Those that are not GoogleTest's own are not looked into.
constexpr std::array k_system_directories = {"/usr/local/lib",
                                             "/usr/local/lib64",
                                             "/usr/lib/x86_64-linux-gnu",
                                             "/usr/lib/aarch64-linux-gnu",
                                             "/usr/lib64",
                                             "/usr/lib",
                                             "/lib64",
                                             "/lib"};

bool is_googletest_library(std::string_view name) { return name.starts_with("libgtest") || name.starts_with("libgmock"); }

bool is_system_path(std::string_view path) {
  return std::any_of(k_system_directories.begin(), k_system_directories.end(), [&](std::string_view directory) {
    return path.starts_with(directory) && path.substr(directory.size()).starts_with('/');
  });
}

std::vector<std::string> caller_directories() {
  const char* list = std::getenv("LD_LIBRARY_PATH");
  std::istringstream text(list != nullptr ? list : "");
  std::vector<std::string> directories;
  for (std::string directory; std::getline(text, directory, ':');) {
    if (directory.starts_with('/')) directories.push_back(directory);
  }
  return directories;
}

std::vector<std::string> directories_for(const std::string& name, const ProgramFile& asking, const ProgramFile& program) {
  std::vector<std::string> result = asking.library_directories;
  const auto add = [&](const auto& more) { result.insert(result.end(), more.begin(), more.end()); };
  add(program.library_directories);
  add(caller_directories());
  for (const ProgramFile* file : {&asking, &program}) {
    result.push_back(std::filesystem::path(file->path).parent_path().string());
  }
  if (is_googletest_library(name)) add(k_system_directories);
  return result;
}

Traces look_into(const std::string& path) {
  const auto elf = base::ElfFile::open(path);
  if (!elf) return {};
  // Put together here, so that our own executable does not hold the text.
  static const std::string help = std::string("This program contains tests written using ") + "Google Test";
  const auto found = elf->holds({help, "[       OK ]", "[  SKIPPED ]", "TESTBRIDGE_TEST_RUNNER_FAIL_FAST"});
  return {.googletest = found[0] && found[1], .can_skip = found[2], .fail_fast = found[3]};
}

const Traces& traces_of(ProgramFile& file) {
  if (!file.traces) file.traces = look_into(file.path);
  return *file.traces;
}

std::optional<ProgramFile> read_program_file(const std::string& path) {
  const auto elf = base::ElfFile::open(path);
  if (!elf) return std::nullopt;
  const auto& changed = elf->status().st_mtim;
  return ProgramFile{.path = path,
                     .size = static_cast<std::uint64_t>(elf->status().st_size),
                     .changed = changed.tv_sec * 1'000'000'000 + changed.tv_nsec,
                     .build_id = elf->build_id(),
                     .is_program = elf->is_program(),
                     .needed = elf->needed(),
                     .library_directories = elf->library_directories(),
                     .traces = {}};
}

}  // namespace

ProgramFile* ProgramFiles::file(const std::string& path) {
  auto [at, fresh] = files_.try_emplace(path);
  if (fresh) at->second = read_program_file(path);
  return at->second ? &*at->second : nullptr;
}

ProgramFile* ProgramFiles::library(const std::string& name, const ProgramFile& asking, const ProgramFile& program) {
  const bool is_path = name.starts_with('/');
  for (const std::string& directory : is_path ? std::vector<std::string>{""} : directories_for(name, asking, program)) {
    const std::string path = is_path ? name : directory + "/" + name;
    if (is_system_path(path) && !is_googletest_library(std::filesystem::path(name).filename().string())) continue;
    if (ProgramFile* found = file(path)) return found;
  }
  return nullptr;
}

std::vector<ProgramFile*> ProgramFiles::of(const std::string& path) {
  ProgramFile* const program = file(path);
  if (program == nullptr) return {};
  std::vector<ProgramFile*> result = {program};
  for (std::size_t i = 0; i < result.size() && result.size() < k_most_files; ++i) {
    for (const std::string& name : result[i]->needed) {
      ProgramFile* const found = library(name, *result[i], *program);
      if (found != nullptr && std::find(result.begin(), result.end(), found) == result.end()) result.push_back(found);
    }
  }
  return result;
}

bool ProgramFiles::holds_googletest(const std::string& path) {
  const auto files = of(path);
  return std::any_of(files.begin(), files.end(), [](ProgramFile* file) { return traces_of(*file).googletest; });
}

Traces ProgramFiles::traces(const std::string& path) {
  Traces together;
  for (ProgramFile* const file : of(path)) {
    const Traces& each = traces_of(*file);
    together.googletest |= each.googletest;
    together.can_skip |= each.can_skip;
    together.fail_fast |= each.fail_fast;
  }
  return together;
}

}  // namespace trireme::collect
