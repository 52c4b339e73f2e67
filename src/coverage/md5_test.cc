#include "coverage/md5.h"

#include <gtest/gtest.h>

#include <string>

namespace trireme::coverage {

// The sums of RFC 1321 by their first 8 bytes, and that of as much as a block holds.
TEST(Md5Test, gives_what_the_rfc_gives) {
  EXPECT_EQ(md5_word(""), 0x04b2008fd98c1dd4);
  EXPECT_EQ(md5_word("abc"), 0xb04fd23c98500190);
  EXPECT_EQ(md5_word("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"), 0xf5d977d298ab74d1);
  EXPECT_EQ(md5_word(std::string(64, 'a')), 0x4971b580d4424801);
}

}  // namespace trireme::coverage
