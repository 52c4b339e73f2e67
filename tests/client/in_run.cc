// Run by `trireme -n2` alone (CMakeLists.txt): what worker.h says when it is not a test that sets the variables.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <trireme/worker.h>
#include <string>

TEST(InRun, worker_has_a_name_and_a_colleague) {
  EXPECT_TRUE(trireme::worker_id() == "gw0" || trireme::worker_id() == "gw1") << trireme::worker_id();
  EXPECT_EQ(trireme::worker_count(), 2);
  EXPECT_TRUE(trireme::is_parallel_run());
}

TEST(InRun, run_id_is_32_digits) { EXPECT_EQ(trireme::test_run_id().size(), 32U) << trireme::test_run_id(); }

TEST(InRun, temporary_directory_is_private) {
  struct stat status {};
  ASSERT_EQ(stat(trireme::temporary_directory().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  EXPECT_EQ(trireme::temporary_directory().front(), '/');
  EXPECT_NE(trireme::temporary_directory().back(), '/');
}
