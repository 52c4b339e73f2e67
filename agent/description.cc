#include "agent/description.h"

#include <cstdint>
#include <cstring>

#include "agent/counts.h"

namespace trireme::agent {

namespace {

template <class T>
std::byte* put(std::byte* at, const T& value) {
  std::memcpy(at, &value, sizeof value);
  return at + sizeof value;
}

std::uint32_t functions_of(const gcov::Unit* unit) {
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < unit->functions_count; ++i) count += gcov::counts(unit, unit->functions[i]) ? 1U : 0U;
  return count;
}

std::byte* put_head(std::byte* at, CountedUnit unit, const char* name) {
  unit.name_size = std::strlen(name);
  at = put(at, unit);
  std::memcpy(at, name, unit.name_size);
  return at + filled_up(unit.name_size);
}

void put_unit(const ClangUnit& unit, const Part& part, std::byte* at) {
  at = put_head(at, {.version = k_clang, .stamp = unit.stamp, .functions = 1}, unit.file);
  const auto count = static_cast<std::uint32_t>(unit.counters.size() / sizeof(std::int64_t));
  put(at, CountedFunction{.count = count, .offset = part.offset_of(unit.counters.begin)});
}

std::byte* put_unit(const gcov::Unit* unit, const Part& part, std::byte* at) {
  at = put_head(at, {unit->version, unit->stamp, unit->checksum, functions_of(unit)}, unit->name);
  for (std::uint32_t i = 0; i < unit->functions_count; ++i) {
    const gcov::Function* function = unit->functions[i];
    if (!gcov::counts(unit, function)) continue;
    const gcov::Counters& arcs = function->arcs;
    const std::uint64_t offset = arcs.count == 0 ? 0 : part.offset_of(reinterpret_cast<std::uintptr_t>(arcs.values));
    at = put(at, CountedFunction{function->ident, function->lines_checksum, function->graph_checksum, arcs.count, offset});
  }
  return at;
}

}  // namespace

std::size_t size_of_description(const Part& part) {
  std::size_t size = 0;
  for (const gcov::Unit* unit = part.units; unit != nullptr; unit = unit->next) {
    size += sizeof(CountedUnit) + filled_up(std::strlen(unit->name)) + functions_of(unit) * sizeof(CountedFunction);
  }
  if (part.clang.file != nullptr)
    size += sizeof(CountedUnit) + filled_up(std::strlen(part.clang.file)) + sizeof(CountedFunction);
  return size;
}

void describe(const Part& part, std::byte* to) {
  for (const gcov::Unit* unit = part.units; unit != nullptr; unit = unit->next) to = put_unit(unit, part, to);
  if (part.clang.file != nullptr) put_unit(part.clang, part, to);
}

}  // namespace trireme::agent
