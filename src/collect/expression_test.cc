#include "collect/expression.h"

#include <gtest/gtest.h>

#include <set>

namespace trireme::collect {
namespace {

bool value(const std::string& text, const std::set<std::string>& held) {
  const auto expression = Expression::parse(text);
  EXPECT_TRUE(expression) << text;
  return expression && expression->evaluate([&](const std::string& name) { return held.count(name) > 0; });
}

std::string error(const std::string& text) {
  const auto expression = Expression::parse(text);
  return expression ? "" : expression.error().text;
}

TEST(Expression, BindsNotTighterThanAndTighterThanOr) {
  EXPECT_TRUE(value("a or b and c", {"a"}));
  EXPECT_FALSE(value("(a or b) and c", {"a"}));
  EXPECT_FALSE(value("not a or b", {"a"}));
  EXPECT_TRUE(value("not (a and b)", {"a"}));
  EXPECT_TRUE(value("not not a", {"a"}));
  EXPECT_FALSE(value("b and not c and a", {"a"}));
}

TEST(Expression, TakesTheNamesPytestTakes) {
  EXPECT_TRUE(value("Suite.Test/0[x]", {"Suite.Test/0[x]"}));
  EXPECT_TRUE(value("a::b+c-d\\e", {"a::b+c-d\\e"}));
  EXPECT_TRUE(value("prüfung", {"prüfung"}));
  EXPECT_TRUE(value("notes\tand  Not", {"notes", "Not"}));
}

TEST(Expression, BlankIsNeverTrue) {
  EXPECT_FALSE(value("", {""}));
  EXPECT_FALSE(value(" \t", {""}));
}

TEST(Expression, WordsErrorsAsPytestDoes) {
  EXPECT_EQ(error("("), "at column 2: expected not OR left parenthesis OR identifier; got end of input");
  EXPECT_EQ(error("(a"), "at column 3: expected right parenthesis; got end of input");
  EXPECT_EQ(error("a b"), "at column 3: expected end of input; got identifier");
  EXPECT_EQ(error("a or or"), "at column 6: expected not OR left parenthesis OR identifier; got or");
  EXPECT_EQ(error("a)"), "at column 2: expected end of input; got right parenthesis");
  EXPECT_EQ(error("a & b"), "at column 3: unexpected character \"&\"");
  EXPECT_EQ(error("ä and λέξη ("), "at column 12: expected end of input; got left parenthesis");
  EXPECT_EQ(error("ä \x1b"), "at column 3: unexpected character \"\\x1b\"");
}

TEST(Expression, RefusesDepthThatCouldEndTheStack) {
  EXPECT_NE(error(std::string(1'000'000, '(')).find("nested more than"), std::string::npos);
  std::string nots;
  for (int i = 0; i < 100'000; ++i) nots += "not ";
  EXPECT_NE(error(nots + "a").find("nested more than"), std::string::npos);
}

TEST(Expression, TakesAnyLength) {
  std::string text = "a";
  for (int i = 0; i < 100'000; ++i) text += " or b";
  EXPECT_TRUE(value(text, {"a"}));
}

}  // namespace
}  // namespace trireme::collect
