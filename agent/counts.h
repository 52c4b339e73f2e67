// Memory in which forked processes count what they run, so that the runner can read it whatever becomes of them: a file of
// k_counts_size bytes, mostly holes. First the header; then areas, each of whole pages, of which the header has a table.
#pragma once

#include <cstddef>
#include <cstdint>

namespace trireme::agent {

inline constexpr std::size_t k_counts_size = 256UL << 20;
inline constexpr std::uint32_t k_most_areas = 4096;
inline constexpr std::uint32_t k_most_killed = 16;
inline constexpr std::size_t k_name_size = 16;  // of a process as the kernel tells it, with a NUL at its end

enum class AreaKind : std::uint32_t { none, description, counters, counters_before_main };

struct Area {
  AreaKind kind = AreaKind::none;  // written last
  std::uint32_t part = 0;          // the program, or a library of it; numbers are the server's own
  std::uint64_t begin = 0;         // in the file
  std::uint64_t size = 0;
};

struct CountsHead {
  std::uint32_t server = 0;     // pid of who prepared it
  std::uint32_t used = 0;       // 1: a process counts here
  std::uint32_t elsewhere = 0;  // parts, and processes that the first has forked, that count as gcc would have them
  std::uint32_t areas = 0;      // may be more than the table has room for
  std::uint32_t parts = 0;      // that have a number
  std::uint32_t unseen = 0;     // libraries that were loaded and not looked at
  std::uint32_t lost = 0;       // parts of clang for which there was no room: its runtime was told to write nothing
  std::uint32_t killed = 0;     // names of programs; may be more than there is room for
  std::uint64_t end = 0;        // of all areas
  // Of programs that it had started and waited for, and that a signal ended.
  char killed_names[k_most_killed][k_name_size] = {};
  std::uint64_t told_of_signal = 0;  // 1: a shell that it ran told that a signal had ended some program
};

struct CountsHeader : CountsHead {
  Area table[k_most_areas];
};

static_assert(sizeof(CountsHeader) == sizeof(CountsHead) + k_most_areas * sizeof(Area));

// A description is one unit after another: this, its name filled up to a multiple of 8 bytes, its functions. What clang counts in
// a program or library is one unit of one function, which is named by its file; the rest is in that.
struct CountedUnit {
  std::uint32_t version = 0;
  std::uint32_t stamp = 0;
  std::uint32_t checksum = 0;
  std::uint32_t functions = 0;
  std::uint64_t name_size = 0;
};

struct CountedFunction {
  std::uint32_t ident = 0;
  std::uint32_t lines_checksum = 0;
  std::uint32_t graph_checksum = 0;
  std::uint32_t count = 0;   // of counters
  std::uint64_t offset = 0;  // of the first, in an area of counters
};

inline constexpr std::uint32_t k_clang = 0x4d564c4c;  // the version of its units; no gcc's, which ends in '*'

// Clang's runtime reads this variable when it is loaded, and adds to the file that it names when the process ends. In a server it
// is /dev/null, since we count.
inline constexpr const char* k_clang_file = "LLVM_PROFILE_FILE";

// The stamp of such a unit: of which state of the file, by its size and when it was changed.
inline constexpr std::uint32_t state_of_file(std::uint64_t size, std::uint64_t seconds, std::uint64_t nanoseconds) {
  const std::uint64_t mixed = (size * 0x9e3779b97f4a7c15 + seconds) * 0x9e3779b97f4a7c15 + nanoseconds;
  return static_cast<std::uint32_t>((mixed * 0x9e3779b97f4a7c15) >> 32);
}

inline constexpr std::size_t filled_up(std::size_t size) { return (size + 7) / 8 * 8; }

}  // namespace trireme::agent
