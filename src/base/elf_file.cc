#include "base/elf_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <sstream>

namespace trireme::base {

namespace {

constexpr std::uint64_t k_most_segments = 1024;
constexpr std::uint64_t k_most_dynamic = 4096;  // entries
constexpr std::uint64_t k_most_sections = 1UL << 20;
constexpr std::uint64_t k_most_contents = 1UL << 30;  // bytes of a section
constexpr std::uint64_t k_most_notes = 65536;         // bytes
constexpr std::uint64_t k_most_searched = 2UL << 30;  // bytes: a sparse file may claim terabytes
constexpr std::size_t k_piece = 256UL << 10;          // bytes searched at a time

std::uint64_t padded(std::uint64_t size) { return (size + 3) & ~std::uint64_t{3}; }

// Adds the absolute directories of a colon-separated list.
void split_path(const std::string& list, const std::string& origin, std::vector<std::string>& directories) {
  std::istringstream text(list);
  for (std::string directory; std::getline(text, directory, ':');) {
    for (const std::string_view name : {"$ORIGIN", "${ORIGIN}"}) {
      const std::size_t at = directory.find(name);
      if (at != std::string::npos) directory.replace(at, name.size(), origin);
    }
    if (directory.starts_with('/')) directories.push_back(directory);
  }
}

}  // namespace

std::optional<ElfFile> ElfFile::open(const std::string& path) { return open(path, false); }
std::optional<ElfFile> ElfFile::open_any(const std::string& path) { return open(path, true); }

std::optional<ElfFile> ElfFile::open(const std::string& path, bool may_be_object) {
  ElfFile elf;
  // Not blocking: the name may have become a FIFO since it was listed.
  elf.file_ = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!elf.file_ || fstat(elf.file_.get(), &elf.status_) != 0 || !S_ISREG(elf.status_.st_mode)) return std::nullopt;
  if (!elf.read_segments(may_be_object)) return std::nullopt;

  std::error_code error;
  const auto real = std::filesystem::canonical(path, error);
  const std::string origin = error ? "" : real.parent_path().string();
  for (const Elf64_Phdr& segment : elf.segments_) {
    if (segment.p_type == PT_INTERP) elf.interpreter_ = elf.string_at(segment.p_offset);
    if (segment.p_type == PT_DYNAMIC) elf.read_dynamic(segment, origin);
    if (segment.p_type == PT_NOTE && elf.build_id_.empty()) elf.read_notes(segment);
  }
  elf.is_program_ = elf.is_program_ || !elf.interpreter_.empty() || elf.header_.e_type == ET_EXEC;
  return elf;
}

bool ElfFile::read_at(std::uint64_t offset, void* to, std::uint64_t size) const {
  const auto file_size = static_cast<std::uint64_t>(status_.st_size);
  if (offset > file_size || size > file_size - offset) return false;
  return pread(file_.get(), to, size, static_cast<off_t>(offset)) == static_cast<ssize_t>(size);
}

std::string ElfFile::string_at(std::uint64_t offset) const {
  std::array<char, 4096> text{};
  const auto file_size = static_cast<std::uint64_t>(status_.st_size);
  if (offset >= file_size) return "";
  const std::uint64_t size = std::min<std::uint64_t>(text.size() - 1, file_size - offset);
  return read_at(offset, text.data(), size) ? text.data() : "";
}

std::optional<std::uint64_t> ElfFile::offset_of(std::uint64_t address) const {
  for (const Elf64_Phdr& segment : segments_) {
    if (segment.p_type != PT_LOAD || address < segment.p_vaddr) continue;
    const std::uint64_t inside = address - segment.p_vaddr;
    if (inside < segment.p_filesz) return segment.p_offset + inside;
  }
  return std::nullopt;
}

bool ElfFile::read_segments(bool may_be_object) {
  if (!read_at(0, &header_, sizeof header_)) return false;
  const unsigned char* ident = header_.e_ident;
  if (std::memcmp(ident, ELFMAG, SELFMAG) != 0 || ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB) {
    return false;
  }
  if (header_.e_type == ET_REL) return may_be_object;
  if (header_.e_type != ET_EXEC && header_.e_type != ET_DYN) return false;
  if (header_.e_phentsize != sizeof(Elf64_Phdr) || header_.e_phnum > k_most_segments) return false;
  segments_.resize(header_.e_phnum);
  return read_at(header_.e_phoff, segments_.data(), segments_.size() * sizeof(Elf64_Phdr));
}

void ElfFile::read_dynamic(const Elf64_Phdr& segment, const std::string& origin) {
  std::vector<Elf64_Dyn> entries(std::min<std::uint64_t>(segment.p_filesz / sizeof(Elf64_Dyn), k_most_dynamic));
  if (!read_at(segment.p_offset, entries.data(), entries.size() * sizeof(Elf64_Dyn))) return;
  entries.erase(std::find_if(entries.begin(), entries.end(), [](const Elf64_Dyn& e) { return e.d_tag == DT_NULL; }),
                entries.end());
  std::optional<std::uint64_t> strings;
  for (const Elf64_Dyn& entry : entries) {
    if (entry.d_tag == DT_STRTAB) strings = offset_of(entry.d_un.d_ptr);
    // A static program that can be loaded anywhere has no interpreter.
    if (entry.d_tag == DT_FLAGS_1 && (entry.d_un.d_val & DF_1_PIE) != 0) is_program_ = true;
  }
  if (!strings) return;
  for (const Elf64_Dyn& entry : entries) {
    const auto text = [&] { return string_at(*strings + entry.d_un.d_val); };
    if (entry.d_tag == DT_NEEDED) needed_.push_back(text());
    if (entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH) split_path(text(), origin, library_directories_);
  }
}

void ElfFile::read_notes(const Elf64_Phdr& segment) {
  std::vector<char> notes(std::min(segment.p_filesz, k_most_notes));
  if (!read_at(segment.p_offset, notes.data(), notes.size())) return;
  std::uint64_t at = 0;
  while (at + sizeof(Elf64_Nhdr) <= notes.size()) {
    Elf64_Nhdr note{};
    std::memcpy(&note, notes.data() + at, sizeof note);
    const std::uint64_t name = at + sizeof note;
    const std::uint64_t content = name + padded(note.n_namesz);
    at = content + padded(note.n_descsz);
    if (at > notes.size()) return;
    if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != 4) continue;
    if (std::memcmp(notes.data() + name, "GNU", 4) != 0) continue;
    for (std::uint64_t i = 0; i < note.n_descsz; ++i) {
      build_id_ += fmt::format("{:02x}", static_cast<unsigned char>(notes[content + i]));
    }
    return;
  }
}

// Those that cannot be written to, and of these first what is no code: texts are there, unless the linker has put both in one.
// What the linker makes is in the first of them, texts are in the last.
std::vector<Elf64_Phdr> ElfFile::constant_segments() const {
  std::vector<Elf64_Phdr> result;
  std::copy_if(segments_.rbegin(), segments_.rend(), std::back_inserter(result),
               [](const Elf64_Phdr& each) { return each.p_type == PT_LOAD && (each.p_flags & PF_W) == 0; });
  std::stable_partition(result.begin(), result.end(), [](const Elf64_Phdr& each) { return (each.p_flags & PF_X) == 0; });
  return result;
}

std::vector<bool> ElfFile::holds(const std::vector<std::string_view>& texts) const {
  std::vector<bool> found(texts.size());
  std::size_t longest = 1;
  for (const std::string_view text : texts) longest = std::max(longest, text.size());
  std::vector<char> piece(k_piece);
  std::uint64_t searched = 0;
  for (const Elf64_Phdr& segment : constant_segments()) {
    for (std::uint64_t at = 0; at < segment.p_filesz && searched < k_most_searched;) {
      const std::uint64_t size = std::min<std::uint64_t>(piece.size(), segment.p_filesz - at);
      if (!read_at(segment.p_offset + at, piece.data(), size)) break;
      for (std::size_t i = 0; i < texts.size(); ++i) {
        if (!found[i]) found[i] = memmem(piece.data(), size, texts[i].data(), texts[i].size()) != nullptr;
      }
      if (std::find(found.begin(), found.end(), false) == found.end()) return found;
      searched += size;
      // The next piece starts early, so that a text across the border is in it.
      at += size < piece.size() ? size : size - longest + 1;
    }
  }
  return found;
}

std::set<std::string> ElfFile::texts_ending_with(std::string_view ending) const {
  const std::string wanted = std::string(ending) + '\0';
  std::set<std::string> found;
  std::uint64_t searched = 0;
  for (const Elf64_Phdr& segment : constant_segments()) {
    // Before memory is asked for.
    if (segment.p_filesz > static_cast<std::uint64_t>(status_.st_size)) continue;
    searched += segment.p_filesz;
    if (searched > k_most_searched) return found;
    std::string piece(segment.p_filesz, '\0');
    if (!read_at(segment.p_offset, piece.data(), piece.size())) continue;
    for (std::size_t at = piece.find(wanted); at != std::string::npos; at = piece.find(wanted, at + 1)) {
      const std::size_t nul = piece.rfind('\0', at);
      const std::size_t begin = nul == std::string::npos ? 0 : nul + 1;
      found.insert(piece.substr(begin, at + ending.size() - begin));
    }
  }
  return found;
}

std::vector<Elf64_Shdr> ElfFile::section_headers() const {
  Elf64_Shdr first{};
  if (header_.e_shentsize != sizeof first || !read_at(header_.e_shoff, &first, sizeof first)) return {};
  // Where there are too many for the header, the first section says how many.
  const std::uint64_t count = header_.e_shnum == 0 ? first.sh_size : header_.e_shnum;
  if (count > k_most_sections || count > static_cast<std::uint64_t>(status_.st_size) / sizeof first) return {};
  std::vector<Elf64_Shdr> headers(count);
  if (!read_at(header_.e_shoff, headers.data(), headers.size() * sizeof first)) return {};
  return headers;
}

// Calls use(name, header) for each that has a name.
template <class Use>
void ElfFile::for_each_section(const Use& use) const {
  const std::vector<Elf64_Shdr> headers = section_headers();
  if (headers.empty()) return;
  const std::uint64_t names_index = header_.e_shstrndx == SHN_XINDEX ? headers[0].sh_link : header_.e_shstrndx;
  if (names_index >= headers.size()) return;
  const std::string names = contents({0, headers[names_index].sh_offset, headers[names_index].sh_size});
  for (const Elf64_Shdr& each : headers) {
    if (each.sh_name < names.size()) use(std::string_view(names.c_str() + each.sh_name), each);
  }
}

std::vector<ElfSection> ElfFile::sections(std::string_view name) const {
  std::vector<ElfSection> found;
  for_each_section([&](std::string_view own, const Elf64_Shdr& each) {
    if (own == name) found.push_back({each.sh_addr, each.sh_offset, each.sh_size});
  });
  return found;
}

std::string ElfFile::code() const {
  std::string all;
  // They do not overlap, other than names, of which each may be the end of another.
  std::uint64_t rest = 3 * static_cast<std::uint64_t>(status_.st_size);
  for_each_section([&](std::string_view name, const Elf64_Shdr& each) {
    if (each.sh_type == SHT_NOBITS || name.starts_with(".debug") || name.starts_with(".rela.debug")) return;
    if (each.sh_size > rest || name.size() > rest - each.sh_size) return;
    rest -= each.sh_size + name.size();
    all.append(name).push_back('\0');
    all += contents({0, each.sh_offset, each.sh_size});
  });
  return all;
}

std::string ElfFile::contents(const ElfSection& section) const {
  if (section.size > k_most_contents || section.size > static_cast<std::uint64_t>(status_.st_size)) return "";
  std::string bytes(section.size, '\0');
  return read_at(section.offset, bytes.data(), bytes.size()) ? bytes : "";
}

}  // namespace trireme::base
