#include "base/in_parallel.h"

#include <system_error>
#include <thread>
#include <vector>

namespace trireme::base {

void in_parallel(std::size_t threads, const std::function<void()>& work) {
  std::vector<std::thread> others;
  try {
    while (others.size() + 1 < threads) others.emplace_back(work);
  } catch (const std::system_error&) {
    // There are fewer.
  }
  work();
  for (std::thread& each : others) each.join();
}

}  // namespace trireme::base
