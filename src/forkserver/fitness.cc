#include "forkserver/fitness.h"

#include <sys/stat.h>

#include "base/elf_file.h"

namespace trireme::forkserver {

namespace {

bool needs(const base::ElfFile& elf, const char* library) {
  for (const std::string& each : elf.needed()) {
    if (each.starts_with(library)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> unfit_because(const std::string& path) {
  const auto elf = base::ElfFile::open(path);
  if (!elf) return "is no 64-bit ELF program that can be read";
  if (!elf->is_for_this_machine()) return "is for another kind of machine";
  if (!elf->has_interpreter()) return "is linked statically";
  if ((elf->status().st_mode & (S_ISUID | S_ISGID)) != 0) return "is setuid or setgid";
  if (needs(*elf, "libtsan.so")) return "uses ThreadSanitizer";
  return std::nullopt;
}

std::string preloaded_first(const std::string& path) {
  std::string first;
  const auto elf = base::ElfFile::open(path);
  if (!elf) return first;
  for (const std::string& each : elf->needed()) {
    if (each.starts_with("libasan.so")) first += each + ":";
  }
  return first;
}

}  // namespace trireme::forkserver
