// What sanitizers find; built with each of them, see CMakeLists.txt.
#include <gtest/gtest.h>

#include <climits>
#include <thread>

namespace {
int* volatile g_pointer = nullptr;
volatile int g_number = 0;
int g_raced = 0;
}  // namespace

TEST(Sanitized, passes) {
  g_pointer = new int(1);
  delete g_pointer;
}
TEST(Sanitized, reads_freed_memory) {
  g_pointer = new int(1);
  int* const freed = g_pointer;
  delete freed;
  g_number = *freed;
}
TEST(Sanitized, overflows) {
  g_number = INT_MAX;
  g_number = g_number + 1;
}
TEST(Sanitized, races) {
  std::thread other([] { ++g_raced; });
  ++g_raced;
  other.join();
}
TEST(Sanitized, leaks) {
  g_pointer = new int[100];
  g_pointer = nullptr;
}
TEST(Sanitized, fails) { FAIL() << "as it should"; }
