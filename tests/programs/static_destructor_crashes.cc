#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

namespace {
bool listing = false;
struct CrashesAtExit {
  ~CrashesAtExit() {
    if (!listing) std::abort();
  }
} crashes_at_exit;
}  // namespace

TEST(AllPassed, one) {}
TEST(AllPassed, two) {}

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) listing |= std::string_view(argv[i]) == "--gtest_list_tests";
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
