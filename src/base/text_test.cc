#include "base/text.h"

#include <gtest/gtest.h>

namespace trireme::base {
namespace {

TEST(GlobMatch, StarCrossesSlashesAndBacktracks) {
  EXPECT_TRUE(glob_match("build/*::Suite.*", "build/a/b::Suite.Test"));
  EXPECT_TRUE(glob_match("*a*b", "xaxxab"));
  EXPECT_TRUE(glob_match("a?c*", "abc"));
  EXPECT_FALSE(glob_match("a?c", "abcd"));
  EXPECT_FALSE(glob_match("", "a"));
}

TEST(Nearest, FindsTypingErrorsOnly) {
  EXPECT_EQ(nearest("tiemout", {"timeout", "args", "env"}), "timeout");
  EXPECT_EQ(nearest("banana", {"timeout", "args", "env"}), "");
}

TEST(Printable, KeepsUtf8AndShowsTheRest) {
  EXPECT_EQ(printable("\xce\xb1\xce\xb2\t\n"), "\xce\xb1\xce\xb2\t\n");
  EXPECT_EQ(printable("\x1b[31m\xff\xc0\x80"), "\\x1b[31m\\xff\\xc0\\x80");
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b");
}

TEST(LastLines, AreFewAndPrintable) {
  EXPECT_EQ(last_lines("\n \n"), "");
  EXPECT_EQ(last_lines("first\nlast\x1b\n\n"), "first\nlast\\x1b");
  std::string many;
  for (int i = 0; i < 100; ++i) many += std::to_string(i) + "\n";
  EXPECT_EQ(last_lines(many).substr(0, 6), "90\n91\n");
  EXPECT_LE(last_lines(std::string(100'000, 'x')).size(), 2001U);
}

TEST(IsUtf8, TellsWholeSequencesFromBroken) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8(std::string_view("a\0\xce\xb1", 4)));
  EXPECT_FALSE(is_utf8("a\xce"));
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
}

TEST(ShellQuoted, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(shell_quoted("build/unit::A.b"), "build/unit::A.b");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("a\nb\tc"), "$'a\\nb\\tc'");
  EXPECT_EQ(shell_quoted("\x1b'\\\xffz\xc3\xa9\xc2\x80"), "$'\\x1b\\'\\\\\\xffz\xc3\xa9\\xc2\\x80'");
}

}  // namespace
}  // namespace trireme::base
