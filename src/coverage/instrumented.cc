#include "coverage/instrumented.h"

#include <algorithm>
#include <filesystem>

#include "base/elf_file.h"
#include "collect/program_files.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

struct Traces {
  bool gcc = false;
  bool clang = false;
};

// The runtimes read these variables. The names are put together here, so that our own executable does not hold them.
Traces traces_of(const std::string& path) {
  const auto elf = base::ElfFile::open(path);
  if (!elf) return {};
  static const std::string gcc = std::string("GCOV_PREFIX_") + "STRIP";
  static const std::string clang = std::string("LLVM_PROFILE_") + "FILE";
  const auto found = elf->holds({gcc, clang});
  return {found[0], found[1]};
}

Traces traces_of_program(collect::ProgramFiles& files, const std::string& path) {
  Traces together;
  for (const collect::ProgramFile* each : files.of(path)) {
    const Traces traces = traces_of(each->path);
    together.gcc = together.gcc || traces.gcc;
    together.clang = together.clang || traces.clang;
  }
  return together;
}

// The top of the build tree, as CMake and Meson leave it, else the program's own directory.
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
  bool clang = false;
  for (const model::TestBinary& each : binaries) {
    const Traces traces = traces_of_program(files, each.path);
    clang = clang || traces.clang;
    if (traces.gcc) {
      result.directories.push_back(build_directory(each.path));
    } else {
      result.without.push_back(each.name);
    }
  }
  std::sort(result.directories.begin(), result.directories.end());
  result.directories.erase(std::unique(result.directories.begin(), result.directories.end()), result.directories.end());
  if (!result.directories.empty()) return result;
  if (clang) {
    return base::fail(
        "--cov reads what gcc counts, and the test programs were built with clang's -fprofile-instr-generate: build them with "
        "g++ and --coverage");
  }
  return base::fail(
      "--cov needs test programs that were built with coverage: compile and link with g++ and --coverage, for example by "
      "cmake -DCMAKE_CXX_FLAGS=--coverage");
}

}  // namespace trireme::coverage
