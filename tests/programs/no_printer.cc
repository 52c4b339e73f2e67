#include <gtest/gtest.h>

#include <cstdio>

TEST(Silent, passes) {}
TEST(Silent, fails) {
  std::puts("said by fails");
  FAIL() << "silently";
}
TEST(Silent, skips) { GTEST_SKIP() << "quietly"; }

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  return RUN_ALL_TESTS();
}
