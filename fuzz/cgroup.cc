// What the kernel says of our cgroups: where they are, and their limits.
#include "base/cgroup.h"

#include "base/cpus.h"
#include "base/place.h"
#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzz::text(data, size);
  const std::string current(fuzz::take_piece(rest, '\n'));
  const std::string text(rest);
  for (const char* controller : {"", "cpu", "memory"}) {
    for (const auto& folder : base::cgroup_folders(text, controller)) {
      fuzz::check(folder.string().starts_with(std::string("/sys/fs/cgroup/") + controller));
    }
  }
  const auto quota = base::cpu_quota(text);
  fuzz::check(!quota || *quota > 0);
  const auto unused = base::left_by_cgroup(text, "0");
  const auto used = base::left_by_cgroup(text, current);
  fuzz::check(unused.has_value() == used.has_value() && (!used || *used <= *unused));
  return 0;
}
