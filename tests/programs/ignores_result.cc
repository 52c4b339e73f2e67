#include <gtest/gtest.h>

TEST(Ignored, fails) { FAIL() << "nobody looks"; }
TEST(Ignored, passes) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  (void)RUN_ALL_TESTS();
  return 0;
}
