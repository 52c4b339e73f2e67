// check_model.py starts the run with GTEST_FAIL_FAST and CALLERS_DIRECTORY set.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

TEST(Surroundings, stdin_is_dev_null) {
  struct stat in {};
  struct stat null {};
  ASSERT_EQ(fstat(0, &in), 0);
  ASSERT_EQ(stat("/dev/null", &null), 0);
  EXPECT_EQ(in.st_rdev, null.st_rdev);
}
TEST(Surroundings, trireme_variables_are_set) {
  for (const char* name : {"TRIREME_WORKER", "TRIREME_WORKER_COUNT", "TRIREME_TESTRUNUID", "TRIREME_TMPDIR"}) {
    EXPECT_NE(std::getenv(name), nullptr) << name;
  }
  EXPECT_TRUE(std::string_view(std::getenv("TRIREME_WORKER")).starts_with("gw"));
}
TEST(Surroundings, temporary_directory_is_private) {
  struct stat status {};
  ASSERT_EQ(stat(std::getenv("TRIREME_TMPDIR"), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
}
TEST(Surroundings, values_name_our_variables) {
  EXPECT_EQ(testing::TempDir(), std::string(std::getenv("TRIREME_TMPDIR")) + "/");
}
TEST(Surroundings, callers_gtest_variables_are_removed) {
  for (char** variable = environ; *variable != nullptr; ++variable) {
    EXPECT_FALSE(std::string_view(*variable).starts_with("GTEST_")) << *variable;
  }
}
TEST(Surroundings, directory_is_the_callers) {
  const char* const expected = std::getenv("CALLERS_DIRECTORY");
  ASSERT_NE(expected, nullptr);
  EXPECT_TRUE(std::filesystem::equivalent(expected, "."));
}
