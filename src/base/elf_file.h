// What we want to know of an ELF file. The file may be damaged, made to harm, or rewritten while it is read:
// every offset is checked, and nothing is mapped (a file truncated under a mapping kills the reader).
#pragma once

#include <elf.h>
#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"

namespace trireme::base {

#if defined(__x86_64__)
inline constexpr Elf64_Half k_this_machine = EM_X86_64;
#elif defined(__aarch64__)
inline constexpr Elf64_Half k_this_machine = EM_AARCH64;
#else
#error "Trireme runs on x86-64 and 64-bit ARM"
#endif

struct ElfSection {
  std::uint64_t address = 0;
  std::uint64_t offset = 0;  // in the file
  std::uint64_t size = 0;
};

class ElfFile {
 public:
  // nullopt: cannot be opened, or is no regular file that is a whole 64-bit ELF program or shared library.
  static std::optional<ElfFile> open(const std::string& path);
  // … or object file.
  static std::optional<ElfFile> open_any(const std::string& path);

  // Can be executed as a program, unlike a shared library or an object file.
  [[nodiscard]] bool is_program() const { return is_program_; }
  [[nodiscard]] bool is_object() const { return header_.e_type == ET_REL; }
  // The loader that starts it; "" when it is linked statically.
  [[nodiscard]] const std::string& interpreter() const { return interpreter_; }
  [[nodiscard]] bool is_for_this_machine() const { return header_.e_machine == k_this_machine; }
  // Names of the libraries it needs, as the linker wrote them.
  [[nodiscard]] const std::vector<std::string>& needed() const { return needed_; }
  // Where it says they are: RUNPATH and RPATH with $ORIGIN replaced by the file's own directory.
  [[nodiscard]] const std::vector<std::string>& library_directories() const { return library_directories_; }
  // In hexadecimal; "" when it has none.
  [[nodiscard]] const std::string& build_id() const { return build_id_; }
  [[nodiscard]] const struct stat& status() const { return status_; }

  // The texts of its constant data that end so, without the NUL. Reads the whole file.
  [[nodiscard]] std::set<std::string> texts_ending_with(std::string_view ending) const;
  // Which of `texts` its constant data holds; as long as `texts`. Reads the whole file if need be.
  [[nodiscard]] std::vector<bool> holds(const std::vector<std::string_view>& texts) const;

  // Those of this name; object files may have many.
  [[nodiscard]] std::vector<ElfSection> sections(std::string_view name) const;
  // Empty if it cannot be read.
  [[nodiscard]] std::string contents(const ElfSection& section) const;
  // Of all sections but those for debuggers, with their names: what it does.
  [[nodiscard]] std::string code() const;

 private:
  static std::optional<ElfFile> open(const std::string& path, bool may_be_object);
  [[nodiscard]] bool read_at(std::uint64_t offset, void* to, std::uint64_t size) const;
  [[nodiscard]] std::string string_at(std::uint64_t offset) const;
  [[nodiscard]] std::optional<std::uint64_t> offset_of(std::uint64_t address) const;
  [[nodiscard]] bool read_segments(bool may_be_object);
  [[nodiscard]] std::vector<Elf64_Phdr> constant_segments() const;
  [[nodiscard]] std::vector<Elf64_Shdr> section_headers() const;
  template <class Use>
  void for_each_section(const Use& use) const;
  void read_dynamic(const Elf64_Phdr& segment, const std::string& origin);
  void read_notes(const Elf64_Phdr& segment);

  Fd file_;
  struct stat status_ {};
  Elf64_Ehdr header_{};
  std::vector<Elf64_Phdr> segments_;
  bool is_program_ = false;
  std::string interpreter_;
  std::vector<std::string> needed_;
  std::vector<std::string> library_directories_;
  std::string build_id_;
};

}  // namespace trireme::base
