// A source as it was and as it is, with functions anywhere in it: what has changed, and which of them that touches.
#include "coverage/touched.h"

#include <algorithm>

#include "coverage/line_diff.h"
#include "input.h"

using namespace trireme;

namespace {

using Lines = std::vector<std::string_view>;

// Put into the one, the differences make the other.
void check_differences(const Lines& before, const Lines& after) {
  Lines made;
  std::size_t at = 0;
  const auto take = [&made](const Lines& from, std::size_t begin, std::size_t end) {
    fuzz::check(begin <= end && end <= from.size());
    for (; begin < end; ++begin) made.push_back(from[begin]);
  };
  for (const coverage::Hunk& each : coverage::differences(before, after)) {
    take(before, at, each.old_begin);
    fuzz::check(made.size() == each.new_begin && each.old_begin <= each.old_end);
    take(after, each.new_begin, each.new_end);
    at = each.old_end;
  }
  take(before, at, before.size());
  fuzz::check(made == after);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view after = fuzz::text(data, size);
  const std::string_view numbers = fuzz::take_piece(after, '\0');
  const std::string_view before = fuzz::take_piece(after, '\0');
  std::vector<coverage::FunctionRange> functions;
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
    functions.push_back({static_cast<unsigned char>(numbers[i]), static_cast<unsigned char>(numbers[i + 1])});
  }
  const Lines lines = coverage::lines_of(before);
  check_differences(lines, coverage::lines_of(after));
  const coverage::Touched touched = coverage::find_touched(before, after, functions);
  fuzz::check(!touched.outside || (*touched.outside >= 1 && *touched.outside <= lines.size() + 1));
  for (const coverage::FunctionRange& each : touched.functions) {
    fuzz::check(std::find(functions.begin(), functions.end(), each) != functions.end());
  }
  // What has changed touches something.
  const bool is_same = lines == coverage::lines_of(after);
  fuzz::check(is_same == (touched.functions.empty() && !touched.outside));
  return 0;
}
