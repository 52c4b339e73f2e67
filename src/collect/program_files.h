// A program and the libraries it needs from outside the system's directories, and the traces of GoogleTest they hold.
// Each library is read once, however many programs need it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/elf_file.h"

namespace trireme::collect {

struct Traces {
  bool googletest = false;  // two texts of every version; one alone is also in tools that read its output
  bool can_skip = false;    // 1.10 and newer
  bool fail_fast = false;   // 1.11 and newer
};

struct ProgramFile {
  std::string path;
  std::uint64_t size = 0;
  std::int64_t changed = 0;  // mtime, nanoseconds since 1970
  std::string build_id;
  bool is_program = false;
  std::vector<std::string> needed;
  std::vector<std::string> library_directories;
  std::optional<Traces> traces;  // once they were asked for
};

class ProgramFiles {
 public:
  // The program first, then its libraries; valid as long as this object. Empty: no ELF file.
  std::vector<ProgramFile*> of(const std::string& path);
  bool holds_googletest(const std::string& path);
  // What the program and its libraries hold together.
  Traces traces(const std::string& path);

 private:
  ProgramFile* file(const std::string& path);
  ProgramFile* library(const std::string& name, const ProgramFile& asking, const ProgramFile& program);

  std::unordered_map<std::string, std::optional<ProgramFile>> files_;  // by path; nullopt: no such library
};

}  // namespace trireme::collect
