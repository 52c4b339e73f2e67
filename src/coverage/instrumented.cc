#include "coverage/instrumented.h"

#include <algorithm>
#include <filesystem>

#include "base/elf_file.h"
#include "collect/program_files.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

// The runtimes read these variables. The names are put together here, so that our own executable does not hold them.
const std::string k_gcc = std::string("GCOV_PREFIX_") + "STRIP";
const std::string k_clang = std::string("LLVM_PROFILE_") + "FILE";

// Does the program, or a library of it? The first that does is the last that is read.
bool holds(collect::ProgramFiles& files, const model::TestBinary& program, const std::string& text) {
  const auto parts = files.of(program.path);
  return std::any_of(parts.begin(), parts.end(), [&](const collect::ProgramFile* each) {
    const auto elf = base::ElfFile::open(each->path);
    return elf && elf->holds({text}).front();
  });
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
    if (holds(files, each, k_gcc)) {
      result.directories.push_back(build_directory(each.path));
    } else {
      result.without.push_back(each.name);
    }
  }
  std::sort(result.directories.begin(), result.directories.end());
  result.directories.erase(std::unique(result.directories.begin(), result.directories.end()), result.directories.end());
  if (!result.directories.empty()) return result;
  if (std::any_of(binaries.begin(), binaries.end(), [&](const auto& each) { return holds(files, each, k_clang); })) {
    return base::fail(
        "--cov reads what gcc counts, and the test programs were built with clang's -fprofile-instr-generate: build them with "
        "g++ and --coverage");
  }
  return base::fail(
      "--cov needs test programs that were built with coverage: compile and link with g++ and --coverage, for example by "
      "cmake -DCMAKE_CXX_FLAGS=--coverage");
}

}  // namespace trireme::coverage
