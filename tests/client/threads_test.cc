// An Engine that several threads use at once; built with ThreadSanitizer.
#include <trireme/googletest.h>

#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int k_threads = 4;
constexpr int k_times = 50;

TEST(Threads, share_an_engine) {
  std::vector<std::thread> threads;
  threads.reserve(k_threads);
  for (int i = 0; i < k_threads; ++i) {
    threads.emplace_back([] {
      for (int times = 0; times < k_times; ++times) {
        EXPECT_EQ(trireme::Engine::instance().connection()->execute("SELECT 1").value(), "1");
      }
    });
  }
  for (std::thread& each : threads) each.join();
}

}  // namespace
