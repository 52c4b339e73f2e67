#include <gtest/gtest.h>
#include <unistd.h>

TEST(CloseStdout, both) {
  close(1);
  close(2);
}
TEST(CloseStdout, fails_after) { FAIL() << "unheard"; }
