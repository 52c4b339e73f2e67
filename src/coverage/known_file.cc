#include "coverage/known_file.h"

#include <sys/stat.h>

#include <filesystem>

#include "base/elf_file.h"
#include "base/fd.h"
#include "base/hash.h"
#include "coverage/gcov_format.h"

namespace trireme::coverage {

namespace {

constexpr std::size_t k_stamp_at = 8;  // bytes, in a .gcno

bool is_link_to_directory(const std::string& path) {
  std::error_code unknown;
  return std::filesystem::is_symlink(path, unknown) && std::filesystem::is_directory(path, unknown);
}

base::Result<std::string> content_of(const std::string& path) {
  std::error_code unknown;
  return is_link_to_directory(path) ? std::filesystem::read_symlink(path, unknown).string() : base::read_file(path);
}

// Without its content.
std::optional<KnownFile> outside_of(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  if (S_ISDIR(status.st_mode)) lstat(path.c_str(), &status);
  if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode)) return std::nullopt;
  return KnownFile{.path = path,
                   .size = static_cast<std::uint64_t>(status.st_size),
                   .modified = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
                   .hash = ""};
}

}  // namespace

std::optional<KnownFile> look_at(const std::string& path) {
  auto file = outside_of(path);
  const auto text = file ? content_of(path) : base::fail("no file");
  if (!text) return std::nullopt;
  file->hash = base::hash(*text);
  return file;
}

std::optional<KnownFile> look_at_unit(const std::string& path) {
  auto file = outside_of(path);
  if (const auto elf = base::ElfFile::open_any(path); elf && file) {
    if (!elf->is_object()) return look_at_program(path);
    file->hash = base::hash(elf->code());
    return file;
  }
  auto text = file ? base::read_file(path) : base::fail("no file");
  if (!text) return std::nullopt;
  if (const auto opening = open_gcov(*text, k_notes_magic)) {
    file->stamp = opening->stamp;
    text->replace(k_stamp_at, sizeof file->stamp, sizeof file->stamp, '\0');
  }
  file->hash = base::hash(*text);
  return file;
}

std::optional<KnownFile> look_at_program(const std::string& path) {
  const auto elf = base::ElfFile::open(path);
  if (!elf || elf->build_id().empty()) return look_at(path);
  auto file = outside_of(path);
  if (file) file->hash = elf->build_id();
  return file;
}

bool is_written_since(const KnownFile& then) {
  const auto now = outside_of(then.path);
  return !now || now->size != then.size || now->modified != then.modified;
}

Change change_since(const KnownFile& then, Look look) {
  if (!is_written_since(then)) return Change::none;
  const auto now = look(then.path);
  if (!now || now->hash != then.hash) return Change::content;
  return now->stamp == then.stamp ? Change::none : Change::stamp;
}

}  // namespace trireme::coverage
