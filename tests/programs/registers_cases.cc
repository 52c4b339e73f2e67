// Its tests are the lines of the file that CASES names; those of "bad" fail.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

struct OfLine : testing::Test {
  explicit OfLine(std::string l) : line(std::move(l)) {}
  void TestBody() override { EXPECT_NE(line, "bad"); }
  std::string line;
};

int main(int argc, char** argv) {
  std::ifstream cases(std::getenv("CASES"));
  for (std::string line; std::getline(cases, line);) {
    testing::RegisterTest("Case", line.c_str(), nullptr, nullptr, __FILE__, __LINE__, [line] { return new OfLine(line); });
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
