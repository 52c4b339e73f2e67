#include "agent/clang.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "agent/counts.h"

namespace trireme::agent {

namespace {

constexpr const char* k_section = "__llvm_prf_cnts";
constexpr std::size_t k_longest_path = 4096;

class File {
 public:
  explicit File(const char* path) : fd_(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  bool read(void* to, std::size_t size, std::uint64_t at) const {
    return pread(fd_, to, size, static_cast<off_t>(at)) == static_cast<ssize_t>(size);
  }

 private:
  int fd_;
};

bool is_counters(const File& file, const ElfW(Shdr) & names, const ElfW(Shdr) & section) {
  char name[sizeof "__llvm_prf_cnts"] = {};
  return file.read(name, sizeof name, names.sh_offset + section.sh_name) && std::memcmp(name, k_section, sizeof name) == 0;
}

// Where the counters are in memory.
Span find_counters(const File& file, std::uintptr_t image) {
  ElfW(Ehdr) header{};
  if (!file.read(&header, sizeof header, 0) || header.e_shentsize != sizeof(ElfW(Shdr))) return {};
  if (header.e_shstrndx >= header.e_shnum) return {};
  auto* const sections = allocate<ElfW(Shdr)>(header.e_shnum);
  Span found;
  if (file.read(sections, header.e_shnum * sizeof *sections, header.e_shoff)) {
    for (std::size_t i = 0; i < header.e_shnum && found.size() == 0; ++i) {
      const std::uintptr_t begin = image + sections[i].sh_addr;
      if (is_counters(file, sections[header.e_shstrndx], sections[i])) found = {begin, begin + sections[i].sh_size};
    }
  }
  agent::free(sections, header.e_shnum);
  return found;
}

const char* path_of(const File& file) {
  char link[64];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file.fd());
  char* const path = allocate<char>(k_longest_path);
  const ssize_t size = readlink(link, path, k_longest_path - 1);
  path[size < 0 ? 0 : size] = '\0';
  return path;
}

}  // namespace

ClangUnit find_clang_unit(const dl_phdr_info& image) {
  const bool is_program = image.dlpi_name == nullptr || image.dlpi_name[0] == '\0';
  const File file(is_program ? "/proc/self/exe" : image.dlpi_name);
  struct stat status {};
  if (file.fd() < 0 || fstat(file.fd(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  ClangUnit unit{.counters = find_counters(file, image.dlpi_addr)};
  if (unit.counters.size() == 0) return {};
  unit.stamp = state_of_file(static_cast<std::uint64_t>(status.st_size), static_cast<std::uint64_t>(status.st_mtim.tv_sec),
                             static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
  unit.file = path_of(file);
  return unit;
}

}  // namespace trireme::agent
