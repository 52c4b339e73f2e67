// TEST_COUNT tests that do nothing, 50 a suite.
#include <gtest/gtest.h>

#include <string>

namespace {

constexpr int k_tests_per_suite = 50;

class Trivial : public testing::Test {
 public:
  void TestBody() override { EXPECT_TRUE(true); }
};

// Before main, as the TEST macro does it.
const bool k_registered = [] {
  for (int i = 0; i < TEST_COUNT; ++i) {
    const std::string suite = "Suite" + std::to_string(i / k_tests_per_suite);
    const std::string name = "test_" + std::to_string(i % k_tests_per_suite);
    testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__, [] { return new Trivial; });
  }
  return true;
}();

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return k_registered ? RUN_ALL_TESTS() : 1;
}
