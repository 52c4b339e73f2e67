#include "forkserver/fitness.h"

#include <sys/stat.h>
#include <sys/xattr.h>

#include <filesystem>

#include "base/elf_file.h"

namespace trireme::forkserver {

namespace {

bool needs(const base::ElfFile& elf, const char* library) {
  for (const std::string& each : elf.needed()) {
    if (each.starts_with(library)) return true;
  }
  return false;
}

// The agent is made for the C library of ours.
bool has_our_loader(const base::ElfFile& elf) {
  static const auto ours = base::ElfFile::open("/proc/self/exe");
  std::error_code error;
  return ours && std::filesystem::equivalent(ours->interpreter(), elf.interpreter(), error);
}

// Of such a program the loader believes less, and LD_PRELOAD not at all.
bool gains_privileges(const base::ElfFile& elf, const std::string& path) {
  return (elf.status().st_mode & (S_ISUID | S_ISGID)) != 0 || getxattr(path.c_str(), "security.capability", nullptr, 0) > 0;
}

}  // namespace

std::optional<std::string> unfit_because(const std::string& path) {
  const auto elf = base::ElfFile::open(path);
  if (!elf) return "is no 64-bit ELF program that can be read";
  if (!elf->is_for_this_machine()) return "is for another kind of machine";
  if (elf->interpreter().empty()) return "is linked statically";
  if (!has_our_loader(*elf)) return "has another loader than Trireme: " + elf->interpreter();
  if (gains_privileges(*elf, path)) return "is setuid or setgid or has capabilities";
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
