// Dies whenever it is asked for more than one test: in main, in the environment's set-up, in the suite's, or in the middle
// of a test, as DIE_IN says.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

void die_in(const std::string& place) {
  const char* const wanted = std::getenv("DIE_IN");
  const bool company = testing::UnitTest::GetInstance()->test_to_run_count() > 1;
  if (company && wanted != nullptr && place == wanted) std::abort();
}

struct Shared : testing::Environment {
  void SetUp() override { die_in("environment"); }
};
const auto* k_shared = testing::AddGlobalTestEnvironment(new Shared);

struct Company : testing::Test {
  static void SetUpTestSuite() { die_in("suite"); }
};
struct OtherCompany : Company {};
TEST_F(Company, one) {}
TEST_F(Company, two) { die_in("test"); }
TEST_F(Company, three) {}
TEST_F(OtherCompany, one) {}
TEST_F(OtherCompany, two) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const std::string filter = testing::GTEST_FLAG(filter);
  const char* const wanted = std::getenv("DIE_IN");
  if (filter.find(':') != std::string::npos && wanted != nullptr && std::string(wanted) == "main") std::abort();
  return RUN_ALL_TESTS();
}
