// What the counters of a function count: regions of source files, each with a counter or an expression of some.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "coverage/clang_records.h"

namespace trireme::coverage {

inline constexpr std::uint32_t k_most_lines = 1U << 21;  // of a file

struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  auto operator<=>(const Place&) const = default;
};

// The end is not in it.
struct Range {
  Place begin;
  Place end;
  auto operator<=>(const Range&) const = default;
};

// In the order in which one is preferred to others of the same range.
enum class RegionKind : std::uint8_t {
  code,
  expansion,  // of a macro, or an #include: the code that comes there is in another file of the function
  skipped,    // by the preprocessor
  gap,        // between two regions: it does not begin a line's count
  branch,
};

// A counter, an expression, or nothing, as clang encodes it.
struct Term {
  std::uint32_t word = 0;
  enum class Kind : std::uint8_t { zero, counter, difference, sum };
  static Term counter(std::uint32_t index) { return {(index << 2) | static_cast<std::uint32_t>(Kind::counter)}; }
  [[nodiscard]] Kind kind() const { return static_cast<Kind>(word & 3); }
  [[nodiscard]] std::uint32_t index() const { return word >> 2; }
};

struct Region {
  RegionKind kind = RegionKind::code;
  std::uint32_t file = 0;      // index in Mapping::files
  std::uint32_t expanded = 0;  // of an expansion: where its code is
  Range range;
  Term count;        // of a branch: when the condition is true
  Term alternative;  // … and when it is not
};

struct Expression {
  bool is_sum = false;  // else a difference
  Term left;
  Term right;
};

struct Mapping {
  std::vector<std::optional<std::uint32_t>> files;  // numbers of the sources
  std::vector<Expression> expressions;
  std::vector<std::uint32_t> order;  // of the expressions, so that none needs a later one
  std::vector<Region> regions;
  std::uint32_t counters = 0;  // it needs as many

  // The file in which the function is.
  [[nodiscard]] std::uint32_t main_file() const;
};

// Counts of all expressions of a mapping.
class Counted {
 public:
  // `counters`: nullptr if all are 0. They outlive it.
  Counted(const Mapping& mapping, const std::int64_t* counters);
  [[nodiscard]] std::int64_t of(Term term) const;

 private:
  const std::int64_t* counters_;
  std::vector<std::int64_t> expressions_;
};

// Throws Damaged. `sources`: the numbers of those in the list that the record refers to; nullopt: nobody wants to know of it.
using SourceNumbers = std::vector<std::optional<std::uint32_t>>;
Mapping read_mapping(const MappingRecord& record, const SourceNumbers& sources);

}  // namespace trireme::coverage
