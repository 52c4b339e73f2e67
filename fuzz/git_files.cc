// What git lists of a work tree: names may be anything.
#include "coverage/git.h"
#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const auto& each : coverage::Git::files_in(fuzz::text(data, size), "/top")) {
    fuzz::check(each.path.starts_with("/top/") && each.path.size() > 5 && each.path.find('\0') == std::string::npos);
  }
  return 0;
}
