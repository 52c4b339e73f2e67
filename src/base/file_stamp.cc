#include "base/file_stamp.h"

#include <sys/stat.h>

#include "base/elf_file.h"

namespace trireme::base {

namespace {

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

FileStamp look_at(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {};
  return {.device = status.st_dev,
          .number = status.st_ino,
          .size = static_cast<std::uint64_t>(status.st_size),
          .modified = nanoseconds(status.st_mtim),
          .changed = nanoseconds(status.st_ctim)};
}

std::string build_id_of(const std::string& path) {
  const auto elf = ElfFile::open(path);
  return elf ? elf->build_id() : "";
}

}  // namespace

FileStamp stamp_of(const std::string& path) {
  FileStamp stamp = look_at(path);
  stamp.build_id = build_id_of(path);
  return stamp;
}

bool is_unchanged(const std::string& path, const FileStamp& stamp) {
  const FileStamp now = look_at(path);
  if (now.device != stamp.device || now.number != stamp.number || now.size != stamp.size || now.modified != stamp.modified) {
    return false;
  }
  return now.changed == stamp.changed || (!stamp.build_id.empty() && build_id_of(path) == stamp.build_id);
}

}  // namespace trireme::base
