#include "coverage/instrumented.h"

#include <algorithm>
#include <filesystem>

#include "agent/counts.h"
#include "base/elf_file.h"
#include "collect/program_files.h"
#include "coverage/clang_file.h"
#include "coverage/file_tree.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

// gcc's runtime reads this variable. The name is put together here, so that our own executable does not hold it.
const std::string k_gcc = std::string("GCOV_PREFIX_") + "STRIP";

// What a process is called that has executed /proc/self/exe: a test program, as a rule.
const std::string k_itself = "exe";

// Does the program, or a library of it, count? What clang has built is added to `found`.
base::Result<bool> counts(collect::ProgramFiles& files, const std::string& program, Instrumented& found) {
  bool any = false;
  for (const collect::ProgramFile* each : files.of(program)) {
    const auto elf = base::ElfFile::open(each->path);
    if (!elf) continue;
    any = any || elf->holds({k_gcc}).front();
    const auto sections = clang_sections(*elf);
    if (!sections) continue;
    const auto known = is_known(*sections);
    if (!known) {
      return base::fail(
          "--cov cannot count {}, which {}: build it with clang++ {} and -fprofile-instr-generate -fcoverage-mapping, or with "
          "g++ 11 or 12 and --coverage",
          each->path, known.error().text, k_known_clangs);
    }
    any = true;
    found.of_clang.insert(each->path);
    if (*known) continue;
    found.of_foreign_clang[each->path] = clang_version(*elf);
    found.executed.insert(program);
  }
  return any;
}

// The top of the innermost build tree that it is in, as CMake and Meson mark it, else its own directory.
std::string build_directory(const std::string& program) {
  const fs::path own = fs::path(program).parent_path();
  for (fs::path folder = own; folder != folder.parent_path(); folder = folder.parent_path()) {
    std::error_code error;
    if (fs::exists(folder / "CMakeCache.txt", error) || fs::exists(folder / "meson-info", error)) return folder.string();
  }
  return own.string();
}

}  // namespace

base::Result<Instrumented> check_instrumented(const std::vector<model::TestBinary>& binaries) {
  collect::ProgramFiles files;
  Instrumented result;
  for (const model::TestBinary& each : binaries) {
    TRY(const bool any, counts(files, each.path, result));
    if (any) {
      result.directories.push_back(build_directory(each.path));
    } else {
      result.without.push_back(each.name);
    }
  }
  std::sort(result.directories.begin(), result.directories.end());
  result.directories.erase(std::unique(result.directories.begin(), result.directories.end()), result.directories.end());
  result.notes = files_below(result.directories, ".gcno");
  if (!result.directories.empty()) return result;
  return base::fail(
      "--cov needs test programs that were built with coverage: compile and link with g++ and --coverage, for example by "
      "cmake -DCMAKE_CXX_FLAGS=--coverage, or with clang++ and -fprofile-instr-generate -fcoverage-mapping");
}

std::set<std::string> instrumented_among(const std::set<std::string>& names, const std::vector<std::string>& directories) {
  std::set<std::string> found;
  if (names.contains(k_itself)) found.insert(k_itself);
  collect::ProgramFiles files;
  Instrumented all;
  const auto look_at = [&](const fs::path& path) {
    const std::string name = path.filename().native().substr(0, agent::k_name_size - 1);
    if (names.contains(name) && !found.contains(name) && counts(files, path.native(), all).value_or(false)) found.insert(name);
  };
  for (const std::string& each : directories) {
    if (!names.empty()) for_each_file(each, "", look_at);
  }
  return found;
}

}  // namespace trireme::coverage
