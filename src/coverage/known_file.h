// What a file was like, to tell later whether it has changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace trireme::coverage {

struct KnownFile {
  std::string path;
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970
  // Of its content: base::hash. Of a .gcno, without the stamp; of an object file, of its code; of a program, its build id if it
  // has one.
  std::string hash;
  std::uint32_t stamp = 0;  // of a .gcno: of which compilation it is
  bool operator==(const KnownFile&) const = default;
};

// nullopt: it is no regular file that can be read. The content of a link to a directory is where it leads.
std::optional<KnownFile> look_at(const std::string& path);
// What tells whether a unit was compiled again: gcc's .gcno, an object file, or the program.
std::optional<KnownFile> look_at_unit(const std::string& path);
std::optional<KnownFile> look_at_program(const std::string& path);

// A file with the size and the time that it had is not read again.
using Look = std::optional<KnownFile> (*)(const std::string& path);
enum class Change { none, stamp, content };
// It was written again, maybe as it was, or it is gone.
bool is_written_since(const KnownFile& then);
Change change_since(const KnownFile& then, Look look = look_at);

}  // namespace trireme::coverage
