#include "base/in_parallel.h"

#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace trireme::base {

void in_parallel(int threads, std::size_t count, const std::function<void(const Next&)>& work) {
  std::atomic<std::size_t> given = 0;
  const Next next = [&]() -> std::optional<std::size_t> {
    const std::size_t at = given++;
    return at < count ? std::optional(at) : std::nullopt;
  };
  std::vector<std::thread> others;
  try {
    for (int i = 1; i < threads && others.size() + 1 < count; ++i) others.emplace_back(work, std::cref(next));
  } catch (const std::system_error&) {
    // There are fewer.
  }
  work(next);
  for (std::thread& each : others) each.join();
}

}  // namespace trireme::base
