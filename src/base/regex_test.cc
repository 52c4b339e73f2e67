#include "base/regex.h"

#include <gtest/gtest.h>

namespace trireme::base {
namespace {

TEST(Regex, MatchesAnywhere) {
  const auto regex = Regex::compile("time.?out|refused");
  ASSERT_TRUE(regex);
  EXPECT_TRUE(regex->is_in("a.cc:3: connection refused"));
  EXPECT_TRUE(regex->is_in("first line\ntimed out? timeout!"));
  EXPECT_FALSE(regex->is_in("Expected equality"));
}

TEST(Regex, SaysWhatIsWrong) {
  const auto regex = Regex::compile("a(b");
  ASSERT_FALSE(regex);
  EXPECT_NE(regex.error().text.find("missing )"), std::string::npos) << regex.error().text;
}

TEST(Regex, CopesWithHostileText) {
  const auto regex = Regex::compile("(a*)*b");
  ASSERT_TRUE(regex);
  EXPECT_FALSE(regex->is_in(std::string(1 << 20, 'a')));
}

}  // namespace
}  // namespace trireme::base
