#include "execute/googletest/report.h"

#include <algorithm>

#include "execute/googletest/report_cutter.h"
#include "input.h"

using namespace trireme::execute;
using namespace trireme;

namespace {

std::string cut(std::string_view text, std::size_t piece) {
  googletest::ReportCutter cutter;
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) cutter.append(text.substr(0, piece));
  return cutter.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text(data, size);
  const std::string whole = cut(text, text.size());
  fuzz::check(cut(text, 1) == whole && cut(text, 5) == whole);
  for (const std::string& each : {std::string(text), whole}) {
    const auto report = googletest::parse_report(each);
    if (!report) continue;
    googletest::ReportLookup lookup(*report);
    for (const auto& test : report->tests) fuzz::check(lookup.find(test.key)->key == test.key);
  }
  return 0;
}
