#include "coverage/exclusions.h"

#include <algorithm>

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<base::Regex> patterns = {*base::Regex::compile("assert\\(")};
  const std::string_view text = fuzz::text(data, size);
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n') + 1);
  const coverage::Exclusions found = coverage::find_exclusions(text, patterns);
  fuzz::check(found.unended <= lines);
  for (const auto* each : {&found.lines, &found.branches}) {
    fuzz::check(each->empty() || (*each->begin() > 0 && *each->rbegin() <= lines));
  }
  return 0;
}
