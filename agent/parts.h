// The parts of a program that count: itself and libraries, each with its counters and the pages they are on.
#pragma once

#include <cstddef>
#include <cstdint>

#include "agent/clang.h"
#include "agent/gcov.h"
#include "agent/span.h"

namespace trireme::agent {

inline constexpr std::size_t k_word = sizeof(std::uint64_t);  // bytes
inline constexpr std::size_t k_bits = 64;                     // of a word

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
  Spans pages;                        // runs of those that hold counters, in order
  std::size_t size = 0;               // bytes, of all its pages
  std::uint64_t* counters = nullptr;  // a bit for each word of these, when they lie one after another
  Span blank;                         // of its memory, what no file is behind: 0 where nobody has touched it
  Span described;                     // pages on which gcc describes functions, and there is other data; none: they are few
  bool backed = false;                // … by a file
  // Has the runner been told what it counts? `telling`: in the file of the process that is about to be forked.
  bool told = false;
  bool telling = false;
  // Where an address is when its pages lie one after another.
  [[nodiscard]] std::uint64_t offset_of(std::uintptr_t address) const;
  [[nodiscard]] bool is_counter(std::uint64_t offset) const {
    const std::uint64_t word = offset / k_word;
    return (counters[word / k_bits] >> word % k_bits & 1) != 0;
  }
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
