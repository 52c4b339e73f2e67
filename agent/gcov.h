// What gcc 11 and 12 put into a program that counts, as libgcov has it in memory; nobody declares it for others.
#pragma once

#include <cstddef>
#include <cstdint>

namespace trireme::agent::gcov {

struct Unit;

struct Counters {
  std::uint32_t count;
  std::int64_t* values;
};

struct Function {
  const Unit* unit;  // another's, where that was linked instead
  std::uint32_t ident;
  std::uint32_t lines_checksum;
  std::uint32_t graph_checksum;
  Counters arcs;  // the first kind of counters, where there is any
};

struct Unit {
  std::uint32_t version;
  Unit* next;
  std::uint32_t stamp;
  std::uint32_t checksum;  // gcc 11: not there
  const char* name;        // of its .gcda
  void* merge[8];          // of each kind of counters; nullptr: it has none
  std::uint32_t functions_count;
  const Function* const* functions;
};

// One in each program or library.
struct Root {
  Unit* units;
  std::uint64_t flags;  // 0: not written yet
  Root* next;
  Root* previous;
};

static_assert(offsetof(Function, arcs) == 24 && offsetof(Unit, name) == 24 && offsetof(Unit, functions) == 104);

// Is the function counted in this unit, and not in the one that was linked instead?
inline bool counts(const Unit* unit, const Function* function) {
  return unit->merge[0] != nullptr && function != nullptr && function->unit == unit;
}

// Of any gcc? "B22*" is 12.2.
inline bool is_version(std::uint32_t word) { return (word & 0xff) == '*' && 'A' <= word >> 24 && word >> 24 <= 'Z'; }
// Is its layout the above?
inline bool is_known(std::uint32_t version) {
  const std::uint32_t digits = version >> 16;
  return is_version(version) && (digits == ('B' << 8 | '1') || digits == ('B' << 8 | '2'));
}

}  // namespace trireme::agent::gcov
