#include "coverage/llvm_export.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_map>

#include "coverage/json_value.h"

namespace trireme::coverage {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using Numbers = std::vector<std::uint64_t>;

constexpr std::size_t k_region = 8;  // numbers: a range, its count, its file, the file it expands, its kind
constexpr std::size_t k_branch = 9;  // … two counts

Numbers numbers_of(const element& list, std::size_t size) {
  array values;
  check(!list.get(values) && values.size() >= size);
  Numbers result;
  for (const element& each : values) {
    std::uint64_t number = 0;
    if (each.get(number)) {  // a boolean, or less than nothing
      bool flag = false;
      std::int64_t negative = 0;
      check(!each.get(flag) || !each.get(negative));
      number = flag ? 1 : 0;
    }
    result.push_back(number);
  }
  return result;
}

std::uint32_t small(std::uint64_t number) { return static_cast<std::uint32_t>(std::min<std::uint64_t>(number, 0xffffffff)); }

class Reader {
 public:
  Reader(const std::string& directory, const Wanted& wanted) : directory_(directory), wanted_(wanted) {}

  std::vector<ExportedFunction> read(const element& exported) {
    std::vector<ExportedFunction> functions;
    for (const element& data : get<array>(exported, "data")) {
      for (const element& each : get<array>(data, "functions")) functions.push_back(read_function(each));
    }
    return functions;
  }

 private:
  ExportedFunction read_function(const element& of) {
    ExportedFunction function{.name = std::string(get<std::string_view>(of, "name")), .mapping = {}, .counters = {}};
    for (const element& each : get<array>(of, "filenames")) {
      std::string_view name;
      check(!each.get(name));
      function.mapping.files.push_back(number_of(std::string(name)));
    }
    for (const element& each : get<array>(of, "regions")) add_region(numbers_of(each, k_region), function);
    array branches;
    if (!of["branches"].get(branches)) {  // before clang 12 there are none
      for (const element& each : branches) add_branch(numbers_of(each, k_branch), function);
    }
    check(!function.mapping.regions.empty());
    function.mapping.counters = static_cast<std::uint32_t>(function.counters.size());
    return function;
  }

  // Each file is in many functions.
  std::optional<std::uint32_t> number_of(const std::string& name) {
    const auto [at, fresh] = known_.try_emplace(name);
    if (fresh) at->second = wanted_(directory_, name);
    return at->second;
  }

  static void add_region(const Numbers& numbers, ExportedFunction& function) {
    constexpr RegionKind k_kinds[] = {RegionKind::code, RegionKind::expansion, RegionKind::skipped, RegionKind::gap};
    if (numbers[7] >= std::size(k_kinds)) return;
    Region region{.kind = k_kinds[numbers[7]], .file = small(numbers[5]), .expanded = small(numbers[6])};
    check(region.kind != RegionKind::expansion || region.expanded < function.mapping.files.size());
    region.count = counter(numbers[4], function);
    add(region, numbers, function);
  }

  static void add_branch(const Numbers& numbers, ExportedFunction& function) {
    Region region{.kind = RegionKind::branch, .file = small(numbers[6])};
    region.count = counter(numbers[4], function);
    region.alternative = counter(numbers[5], function);
    add(region, numbers, function);
  }

  static void add(Region& region, const Numbers& numbers, ExportedFunction& function) {
    region.range = {{small(numbers[0]), small(numbers[1])}, {small(numbers[2]), small(numbers[3])}};
    check(region.range.begin <= region.range.end && region.range.end.line <= k_most_lines);
    check(region.file < function.mapping.files.size());
    function.mapping.regions.push_back(region);
  }

  static Term counter(std::uint64_t count, ExportedFunction& function) {
    constexpr std::uint64_t k_most = std::numeric_limits<std::int64_t>::max();
    const Term term = Term::counter(static_cast<std::uint32_t>(function.counters.size()));
    function.counters.push_back(static_cast<std::int64_t>(std::min(count, k_most)));
    return term;
  }

  const std::string& directory_;
  const Wanted& wanted_;
  std::unordered_map<std::string, std::optional<std::uint32_t>> known_;
};

}  // namespace

base::Result<std::vector<ExportedFunction>> parse_llvm_export(const std::string& text, const std::string& directory,
                                                              const Wanted& wanted) {
  simdjson::dom::parser parser;
  element exported;
  if (parser.parse(text).get(exported)) return base::fail("has printed no JSON");
  auto functions = unless_damaged([&] { return Reader(directory, wanted).read(exported); });
  if (!functions) return base::fail("has printed JSON of a form that is not known");
  return functions;
}

}  // namespace trireme::coverage
