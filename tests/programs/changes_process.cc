#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

TEST(Change, directory) { ASSERT_EQ(chdir("/"), 0); }
TEST(Change, umask) { umask(0777); }
TEST(Change, environment) { ASSERT_EQ(clearenv(), 0); }
TEST(Change, fails_after) { FAIL() << "still reported"; }
