#include "report/style.h"

#include <gtest/gtest.h>

namespace trireme::report {
namespace {

TEST(Style, a_rule_is_as_wide_as_the_terminal) {
  EXPECT_EQ((Style{false, 20}.rule('=', "title")), "====== title =======\n");
  EXPECT_EQ((Style{false, 20}.rule('=', "")), "====================\n");
  EXPECT_EQ((Style{false, 4}.rule('=', "title")), "= title =\n");
}

TEST(Style, paints_only_with_colour) {
  EXPECT_EQ(Style{true}.paint(Paint::red, "x"), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(Style{false}.paint(Paint::red, "x"), "x");
}

TEST(Style, width_counts_characters_not_bytes) {
  EXPECT_EQ(width_of("αβγ"), 3);
  EXPECT_EQ(width_of("日本"), 4);
  EXPECT_EQ(fitting("日本", 3), "日");
  EXPECT_EQ(fitting("αβγ", 2), "αβ");
  EXPECT_EQ(fitting("ab", 5), "ab");
}

TEST(Style, no_control_code_of_a_test_survives) {
  EXPECT_EQ(one_line("a\x1b[2J\nb"), "a\\x1b[2J b");
  EXPECT_EQ(whole_lines("a\nb"), "a\nb\n");
  EXPECT_EQ(whole_lines(""), "");
}

}  // namespace
}  // namespace trireme::report
