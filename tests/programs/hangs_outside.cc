// Hangs outside tests, at the place that HANG_IN names.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {
bool lists = false;

void hang_in(const char* place) {
  const char* const wanted = std::getenv("HANG_IN");
  if (lists || wanted == nullptr || std::string(wanted) != place) return;
  while (true) pause();
}
struct Surroundings : testing::Environment {
  void SetUp() override { hang_in("environment_set_up"); }
  void TearDown() override { hang_in("environment_tear_down"); }
};
struct HangOutside : testing::Test {
  static void SetUpTestSuite() { hang_in("suite_set_up"); }
  static void TearDownTestSuite() { hang_in("suite_tear_down"); }
};
struct AtExit {
  ~AtExit() { hang_in("exit"); }
} at_exit;
}  // namespace

TEST(HangBefore, one) {}
TEST_F(HangOutside, one) {}
TEST_F(HangOutside, two) {}

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) lists = lists || std::string(argv[i]) == "--gtest_list_tests";
  testing::InitGoogleTest(&argc, argv);
  testing::AddGlobalTestEnvironment(new Surroundings);
  hang_in("main");
  return RUN_ALL_TESTS();
}
