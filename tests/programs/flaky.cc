// Tests that fail at their first attempts. Attempts are counted in files of the folder that STATE names; without one all pass.
#include <gtest/gtest.h>

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

// The how-manieth time this is asked for `what`, from 1; 0 = nobody counts.
int attempt_of(const std::string& what) {
  const char* const folder = std::getenv("STATE");
  if (folder == nullptr) return 0;
  std::FILE* const file = std::fopen((std::string(folder) + "/" + what).c_str(), "a");
  std::fputc('x', file);
  std::fflush(file);  // appends: no two get the same number
  const int attempts = static_cast<int>(std::ftell(file));
  std::fclose(file);
  return attempts;
}

int attempt() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return attempt_of(std::string(test->test_suite_name()) + "." + test->name());
}

bool is_first() { return attempt() == 1; }

TEST(Flaky, before) {}
TEST(Flaky, fails_once) {
  std::puts("printed by the test");
  EXPECT_FALSE(is_first()) << "the first time";
}
TEST(Flaky, fails_twice) {
  const int now = attempt();
  EXPECT_TRUE(now == 0 || now > 2) << "attempt number " << now;
}
TEST(Flaky, fails_always) {
  const int now = attempt();
  EXPECT_EQ(now, 0) << "attempt number " << now;
}
TEST(Flaky, crashes_once) {
  if (is_first()) std::raise(SIGSEGV);
}
TEST(Flaky, exits_once) {
  if (is_first()) std::exit(0);
}
TEST(Flaky, hangs_once) {
  while (is_first()) pause();
}
TEST(Flaky, fails_then_skips) {
  const int now = attempt();
  EXPECT_NE(now, 1) << "the first time";
  if (now > 1) GTEST_SKIP() << "not any more";
}
TEST(Flaky, after) {}

struct FlakySetUp : testing::Test {
  static void SetUpTestSuite() { EXPECT_NE(attempt_of("FlakySetUp"), 1) << "no set-up the first time"; }
};
TEST_F(FlakySetUp, one) {}
TEST_F(FlakySetUp, two) {}

struct CrashingSetUp : testing::Test {
  static void SetUpTestSuite() {
    if (attempt_of("CrashingSetUp") == 1) std::abort();
  }
};
TEST_F(CrashingSetUp, one) {}
TEST_F(CrashingSetUp, two) {}
