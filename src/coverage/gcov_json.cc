#include "coverage/gcov_json.h"

#include <algorithm>
#include <string_view>

#include "coverage/json_value.h"

namespace trireme::coverage {

namespace {

using model::CoverageBranches;
using simdjson::dom::array;
using simdjson::dom::element;

struct Way {
  std::int64_t count = 0;
  bool throws = false;
  bool falls_through = false;
  std::int64_t block = -1;  // that it leaves; -1: version 1 does not say
};

class Reader {
 public:
  Reader(const Wanted& wanted, CoverageBranches which) : wanted_(wanted), which_(which) {}

  GcovLines read(const element& unit) {
    const std::string directory(get<std::string_view>(unit, "current_working_directory"));
    for (const element& file : get<array>(unit, "files")) {
      const auto number = wanted_(directory, std::string(get<std::string_view>(file, "file")));
      if (number) add_file(*number, file);
    }
    return std::move(result_);
  }

 private:
  void add_file(std::uint32_t number, const element& file) {
    FileLines lines;
    for (const element& each : get<array>(file, "lines")) {
      lines.add_line(line_of(each, "line_number"), clamped(get<std::int64_t>(each, "count")),
                     branches_of(get<array>(each, "branches")));
    }
    for (const element& each : get<array>(file, "functions")) {
      lines.add_function({std::string(get<std::string_view>(each, "name")), line_of(each, "start_line"),
                          line_of(each, "end_line"), clamped(get<std::int64_t>(each, "execution_count"))});
    }
    result_.files.emplace_back(number, std::move(lines));
  }

  static std::uint32_t line_of(const element& of, const char* key) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(get<std::uint64_t>(of, key), 0xffffffff));
  }

  std::int64_t clamped(std::int64_t count) {
    result_.negative = result_.negative || count < 0;
    return std::max<std::int64_t>(count, 0);
  }

  Branches branches_of(const array& ways) {
    if (which_ == CoverageBranches::none) return {};
    std::vector<Way> all;
    for (const element& each : ways) {
      Way way{clamped(get<std::int64_t>(each, "count")), get<bool>(each, "throw"), get<bool>(each, "fallthrough")};
      if (each["source_block_id"].get(way.block)) way.block = -1;
      all.push_back(way);
    }
    if (which_ == CoverageBranches::useful) all = without_exceptions(all);
    Branches branches;
    for (const Way& each : all) branches.push_back({each.count});
    return branches;
  }

  // Neither the ways to handlers, nor what is left of two when one of them is such.
  static std::vector<Way> without_exceptions(const std::vector<Way>& all) {
    std::vector<bool> goes(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!all[i].throws) continue;
      goes[i] = true;
      if (all[i].block >= 0 && rest_of_block(all, i) > 1) continue;
      if (i > 0 && is_mate(all, i, i - 1) && !goes[i - 1]) {
        goes[i - 1] = true;
      } else if (i + 1 < all.size() && is_mate(all, i, i + 1)) {
        goes[i + 1] = true;
      }
    }
    std::vector<Way> result;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!goes[i]) result.push_back(all[i]);
    }
    return result;
  }

  static std::ptrdiff_t rest_of_block(const std::vector<Way>& all, std::size_t at) {
    return std::count_if(all.begin(), all.end(), [&](const Way& each) { return each.block == all[at].block && !each.throws; });
  }

  // Version 1 does not say which belong together: a call goes on, or throws.
  static bool is_mate(const std::vector<Way>& all, std::size_t throwing, std::size_t other) {
    if (all[other].throws) return false;
    return all[throwing].block >= 0 ? all[other].block == all[throwing].block : all[other].falls_through;
  }

  const Wanted& wanted_;
  CoverageBranches which_;
  GcovLines result_;
};

}  // namespace

base::Result<GcovLines> parse_gcov_json(const std::string& text, const Wanted& wanted, CoverageBranches which) {
  const std::size_t begin = text.starts_with('{') ? 0 : text.find("\n{") + 1;
  simdjson::dom::parser parser;
  element unit;
  if (parser.parse(text.data() + begin, text.size() - begin).get(unit)) return base::fail("has printed no JSON");
  auto lines = unless_damaged([&] { return Reader(wanted, which).read(unit); });
  if (!lines) return base::fail("has printed JSON of a form that is not known");
  return lines;
}

}  // namespace trireme::coverage
