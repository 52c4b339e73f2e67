// Is a program's file still the one that it was?
#pragma once

#include <cstdint>
#include <string>

namespace trireme::base {

struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t number = 0;  // inode
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970
  std::int64_t changed = 0;   // content, owner, mode or number of links
  std::string build_id;       // "" if it has none
};

// Of the file at the end of links; all 0 when there is none.
FileStamp stamp_of(const std::string& path);

// A file that was given another mode or link, but has its build id still, is the same.
bool is_unchanged(const std::string& path, const FileStamp& stamp);

}  // namespace trireme::base
