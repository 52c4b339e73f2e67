// The parts of a program that count: itself and libraries, each with its counters and the pages they are on.
#pragma once

#include <cstddef>
#include <cstdint>

#include "agent/clang.h"
#include "agent/gcov.h"
#include "agent/span.h"

namespace trireme::agent {

// For good, and not of the program's heap.
struct Spans {
  Span* first = nullptr;
  std::size_t count = 0;
  [[nodiscard]] const Span* begin() const { return first; }
  [[nodiscard]] const Span* end() const { return first + count; }
};

struct Part {
  std::uint32_t number = 0;     // as in agent/counts.h
  std::uintptr_t image = 0;     // where it is loaded
  gcov::Root* root = nullptr;   // of gcc's; nullptr: it has none
  gcov::Unit* units = nullptr;  // a list
  ClangUnit clang;
  Spans counters;        // in order
  Spans pages;           // runs of those that hold counters, in order
  Spans gaps;            // what else is on them
  std::size_t size = 0;  // bytes, of all its pages
  Span blank;            // of its memory, what no file is behind: 0 where nobody has touched it
  Span described;        // pages on which gcc describes functions, and there is other data; none: they are few
  bool backed = false;   // are these, and what is in memory of the above, by a file
  // Has the runner been told what it counts? `telling`: in the file of the process that is about to be forked.
  bool told = false;
  bool telling = false;
  // Where an address is when these lie one after another.
  [[nodiscard]] std::uint64_t offset_of(std::uintptr_t address) const;
};

struct Parts {
  Part* first = nullptr;
  std::size_t count = 0;
  std::uint32_t unknown = 0;         // that count in a way we do not know
  std::uint32_t lost = 0;            // of clang's, for which there was no room
  std::uintptr_t* images = nullptr;  // that have been looked at
  std::size_t images_count = 0;
  std::uintptr_t* writing = nullptr;  // in which clang's runtime writes what they count: note_writing()
  std::size_t writing_count = 0;
  [[nodiscard]] Part* begin() const { return first; }
  [[nodiscard]] Part* end() const { return first + count; }
};

// What is loaded now and has not been looked at was loaded without us.
void note_writing(Parts& parts);
// Adds those of what is loaded now and has not been looked at.
void look_for_parts(Parts& parts);
// Those that are no longer there.
void forget_unloaded(Parts& parts);

}  // namespace trireme::agent
