#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

TEST(Listed, one) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) {
    const std::string output = testing::GTEST_FLAG(output);
    std::FILE* const file = std::fopen(output.substr(output.find(':') + 1).c_str(), "w");
    if (file) {
      std::fputs("{\"tests\": 1, \"testsuites\": [{", file);
      std::fclose(file);
    }
    return 0;
  }
  return RUN_ALL_TESTS();
}
