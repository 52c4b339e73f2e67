// A .gcno file: what gcc says at compile time of the functions of a unit. Each is a graph of blocks; some of its arcs are
// counted, and from those the counts of all others follow.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "coverage/gcov_format.h"

namespace trireme::coverage {

struct Arc {
  std::uint32_t source = 0;  // blocks
  std::uint32_t target = 0;
  std::uint32_t counter = 0;  // index of its counter in the function's; k_no_counter: it has none
  bool fake = false;          // of a call that may not return, or return twice
  bool falls_through = false;
  bool throws = false;  // to where an exception is handled
};
inline constexpr std::uint32_t k_no_counter = 0xffffffff;

// Lines of one file on which a block has code. A block may have several such, in the order of the compiler.
struct Location {
  std::uint32_t block = 0;
  std::uint32_t file = 0;  // index in Notes::files
  std::vector<std::uint32_t> lines;
};

struct Function {
  std::string name;  // mangled
  std::uint32_t ident = 0;
  std::uint32_t lines_checksum = 0;
  std::uint32_t graph_checksum = 0;
  bool artificial = false;  // the compiler's own; has no lines of the user's
  std::uint32_t file = 0;   // index in Notes::files
  std::uint32_t start_line = 0;
  std::uint32_t end_line = 0;
  std::uint32_t blocks = 0;         // the first is the entry, the second the exit
  std::uint32_t counters = 0;       // how many
  std::vector<Arc> arcs;            // by source, then target
  std::vector<Location> locations;  // by block
};

struct Notes {
  Version version;
  std::uint32_t stamp = 0;
  std::string directory;                            // where gcc ran
  std::vector<std::optional<std::uint32_t>> files;  // numbers among the sources; nullopt: nobody wants to know of its lines
  std::vector<Function> functions;                  // those with lines in wanted files
  std::vector<std::uint32_t> idents;                // of all
};

// The number of a file that is wanted. `name`: as gcc had it, may be relative to the directory. Asked once per name.
using Wanted = std::function<std::optional<std::uint32_t>(std::string_view directory, std::string_view name)>;

// An error reads well after the file's name.
base::Result<Notes> read_notes(std::string_view bytes, const Wanted& wanted);

}  // namespace trireme::coverage
