#include "coverage/code_text.h"

#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;

// Blanks become dots, so that they can be counted.
std::string shown(std::string_view text) {
  std::string code = code_of(text);
  EXPECT_EQ(code.size(), text.size());
  for (char& each : code) each = each == ' ' ? '.' : each;
  return code;
}

TEST(CodeText, HasNoComments) {
  EXPECT_EQ(shown("a//{\nb"), "a...\nb");
  EXPECT_EQ(shown("a//{\\\n}\nb"), "a....\n.\nb");
  EXPECT_EQ(shown("a/*{\n}*/b"), "a...\n...b");
  EXPECT_EQ(shown("a/*{"), "a...");
}

TEST(CodeText, HasNoLiterals) {
  EXPECT_EQ(shown(R"(f("}\"{", 7, '{')g)"), "f(......,.7,....)g");
  EXPECT_EQ(shown("R\"x(}\")\"{)x\"+u8R\"(})\";"), "R" + std::string(11, '.') + "+u8R" + std::string(5, '.') + ";");
  EXPECT_EQ(shown("FOR\"(\"{"), "FOR...{");
}

TEST(CodeText, KnowsSeparatorsOfDigits) { EXPECT_EQ(shown("1'000'000{0xa'b}"), "1'000'000{0xa'b}"); }

TEST(CodeText, EndsALiteralWithItsLine) { EXPECT_EQ(shown("#error don't\n{"), "#error.don..\n{"); }

TEST(CodeText, KnowsDirectives) {
  const std::string text = "int a;\n  # define M \\\n  {\n}\n// #if\n";
  EXPECT_THAT(directives_of(text, code_of(text)), ElementsAre(false, true, true, false, false));
}

}  // namespace
}  // namespace trireme::coverage
