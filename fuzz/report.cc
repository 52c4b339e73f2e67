#include "execute/googletest/report.h"

#include "input.h"

using namespace trireme::execute;
using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto report = googletest::parse_report(std::string(fuzz::text(data, size)));
  if (!report) return 0;
  googletest::ReportLookup lookup(*report);
  for (const auto& each : report->tests) fuzz::check(lookup.find(each.key)->key == each.key);
  return 0;
}
