// A map of tests whose hash is right, whatever it says.
#include "coverage/test_map.h"

#include "base/hash.h"
#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string first_line = [] {
    const std::string empty = coverage::packed({});
    return empty.substr(0, empty.find('\n') + 1);
  }();
  const std::string rest(fuzz::text(data, size));
  const auto map = coverage::unpacked(first_line + base::hash(rest) + "\n" + rest);
  if (!map) return 0;
  const auto again = coverage::unpacked(coverage::packed(*map));
  fuzz::check(again && again->tests.size() == map->tests.size());
  for (const auto& [id, test] : map->tests) {
    const coverage::MappedTest& same = again->tests.at(id);
    fuzz::check(same.program == test.program && same.failed == test.failed);
    fuzz::check(same.revision->last_modified() == test.revision->last_modified());
  }
  return 0;
}
