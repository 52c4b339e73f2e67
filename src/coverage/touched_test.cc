#include "coverage/touched.h"

#include <gmock/gmock.h>

#include <string>

namespace trireme::coverage {

void PrintTo(const FunctionRange& range, std::ostream* out) { *out << range.start << "-" << range.end; }

namespace {

using testing::ElementsAre;
using testing::Eq;
using testing::IsEmpty;
using testing::Optional;

constexpr FunctionRange k_first = {3, 6};
constexpr FunctionRange k_second = {8, 10};
const std::string k_text = R"(#include "a.h"
#define TWO 2
int first(int value) {
  if (value) {
    return 1; }
  return 0; }

int second(A a = {},
  int b = 3) {
  return TWO; }
int third() { return 3; } int four = 4;
)";
const std::vector<FunctionRange> k_functions = {k_first, k_second, {11, 11}};

std::string with(const std::string& from, const std::string& to) {
  std::string text = k_text;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

Touched changed(const std::string& from, const std::string& to) { return find_touched(k_text, with(from, to), k_functions); }

MATCHER_P(OnlyTouches, function, "") { return arg.functions == std::vector<FunctionRange>{function} && !arg.outside; }

TEST(Touched, NothingByNothing) {
  const Touched touched = find_touched(k_text, k_text, k_functions);
  EXPECT_THAT(touched.functions, IsEmpty());
  EXPECT_EQ(touched.outside, std::nullopt);
}

TEST(Touched, AFunctionByItsBody) {
  EXPECT_THAT(changed("return 1", "return 5"), OnlyTouches(k_first));
  EXPECT_THAT(changed("return 0", "return 5"), OnlyTouches(k_first));  // on its last line
  EXPECT_THAT(changed("return TWO", "return 2"), OnlyTouches(k_second));
  EXPECT_THAT(changed("return 3", "return 4"), OnlyTouches(FunctionRange{11, 11}));
}

// Functions below lie on other lines now, and are what they were.
TEST(Touched, AFunctionByLinesThatComeOrGo) {
  EXPECT_THAT(changed("  if (value) {\n", "  int more = 0;\n  more++;\n  if (value) {\n"), OnlyTouches(k_first));
  EXPECT_THAT(changed("    return 1; }\n", "    return 1;\n  } else if (value > 7) {\n    return 7; }\n"),
              OnlyTouches(k_first));
  EXPECT_THAT(changed("  if (value) {\n    return 1; }\n", ""), OnlyTouches(k_first));
}

TEST(Touched, AllByWhatIsOutsideOfBodies) {
  EXPECT_THAT(changed("#define TWO 2", "#define TWO 3").outside, Optional(2U));
  EXPECT_THAT(changed("int first(int", "int first(long").outside, Optional(3U));
  EXPECT_THAT(changed("int b = 3", "int b = 4").outside, Optional(9U));
  EXPECT_THAT(changed("four = 4", "four = 5").outside, Optional(11U));
  EXPECT_THAT(changed("\nint second", "\n// said\nint second").outside, Optional(8U));
}

TEST(Touched, AllByAFunctionThatIsNewOrGone) {
  EXPECT_THAT(changed("\nint second", "\nint more() {\n  return 0; }\n\nint second").outside, Optional(8U));
  EXPECT_NE(changed("int third() { return 3; } int four = 4;\n", "").outside, std::nullopt);
  EXPECT_NE(find_touched(k_text, "", k_functions).outside, std::nullopt);
}

// As a diff may see a function that is new: put in before the last brace of the one before.
TEST(Touched, AllByAFunctionThatIsPutIntoTheBracesOfAnother) {
  const std::string before = "int f() {\n  a();\n}\n";
  const std::string after = "int f() {\n  a();\n}\nint g() {\n  b();\n}\n";
  EXPECT_NE(find_touched(before, after, {{1, 3}}).outside, std::nullopt);
  EXPECT_NE(changed("    return 1; }\n", "    return 1; }\n  return 2; }\nint more() {\n").outside, std::nullopt);
}

// What follows is another text for the compiler.
TEST(Touched, AllByADirectiveInABody) {
  EXPECT_NE(changed("  if (value) {\n", "#define return if\n  if (value) {\n").outside, std::nullopt);
  const std::string before = "int f() {\n#define M \\\n  1\n  return M;\n}\n";
  EXPECT_NE(find_touched(before, "int f() {\n#define M \\\n  2\n  return M;\n}\n", {{1, 5}}).outside, std::nullopt);
}

TEST(Touched, AllByACommentThatHidesTheEndOfABody) {
  const std::string before = "int f() {\n  a();\n}\nint g() {\n  b(); /* c */\n}\n";
  const std::string after = "int f() {\n  a(); /*\n}\nint g() {\n  b(); /* c */\n}\n";
  EXPECT_NE(find_touched(before, after, {{1, 3}, {4, 6}}).outside, std::nullopt);
}

// Who calls it when it is compiled has not run it.
TEST(Touched, AllByTheBodyOfAConstexprFunction) {
  EXPECT_NE(find_touched("int a;\ntemplate <class T>\nconstexpr int\nf() {\n  return 1;\n}\n",
                         "int a;\ntemplate <class T>\nconstexpr int\nf() {\n  return 2;\n}\n", {{4, 6}})
                .outside,
            std::nullopt);
  EXPECT_EQ(find_touched("constexpr int a = 1;\nint f() {\n  return 1;\n}\n",
                         "constexpr int a = 1;\nint f() {\n  return 2;\n}\n", {{2, 4}})
                .outside,
            std::nullopt);
}

// Its type is made of it, and who calls it is compiled anew.
TEST(Touched, AllByTheBodyOfAFunctionWhoseTypeItMakes) {
  const auto touched = [](const std::string& head) {
    return find_touched(head + " {\n  return 1;\n}\n", head + " {\n  return 1.5;\n}\n", {{1, 3}});
  };
  for (const char* each : {"auto f()", "const auto& A::f(A a) const", "decltype(auto) f()", "auto f() -> decltype(auto)",
                           "template <class T>auto operator->(T t)", "auto f(decltype(a->b) c)"}) {
    EXPECT_NE(touched(each).outside, std::nullopt) << each;
  }
  for (const char* each : {"auto f() -> int", "int f(auto a)", "automatic f()", "A::A() : a(auto(b))"}) {
    EXPECT_EQ(touched(each).outside, std::nullopt) << each;
  }
}

// It is constexpr where it can be.
TEST(Touched, AllByALambdaThatIsInNoFunction) {
  const auto touched = [](const std::string& head) {
    return find_touched(head + " {\n  return 1;\n};\n", head + " {\n  return 2;\n};\n", {{1, 3}});
  };
  for (const char* each : {"inline const auto twice = [](int x)", "A a = [b = C{1}]", "auto a = [&] [[nodiscard]] ()"}) {
    EXPECT_NE(touched(each).outside, std::nullopt) << each;
  }
  for (const char* each : {"[[nodiscard]] int f([[maybe_unused]] int a)", "int& A::operator[](int a)", "int f(int (&a)[2])",
                           "A::A() : a([](int b) { return b; })", "int f(int a[])"}) {
    EXPECT_EQ(touched(each).outside, std::nullopt) << each;
  }
}

TEST(Touched, AllByALambdaInAFunctionThatMakesOtherCode) {
  for (const std::string head : {"auto f()", "constexpr int f()"}) {
    const auto with = [&](const std::string& what) { return head + " {\n  return [] {\n    " + what + "\n  }();\n}\n"; };
    EXPECT_NE(find_touched(with("return 1;"), with("return 2;"), {{1, 5}, {2, 4}}).outside, std::nullopt) << head;
  }
}

TEST(Touched, TheFunctionAroundALambdaToo) {
  const std::string before = "void f() {\n  g([] {\n    a();\n  });\n}\n";
  const std::string after = "void f() {\n  g([] {\n    b();\n  });\n}\n";
  const Touched touched = find_touched(before, after, {{1, 5}, {2, 4}});
  EXPECT_THAT(touched.functions, ElementsAre(FunctionRange{1, 5}, FunctionRange{2, 4}));
  EXPECT_EQ(touched.outside, std::nullopt);
  EXPECT_EQ(find_touched("void f() {\n  return [](auto a) {\n    b();\n  };\n}\n",
                         "void f() {\n  return [](auto a) {\n    c();\n  };\n}\n", {{1, 5}, {2, 4}})
                .outside,
            std::nullopt);
}

TEST(Touched, AMemberThatIsMadeInBraces) {
  const std::string before = "A::A()\n    : a{1},\n      b{2} {\n  c();\n}\n";
  EXPECT_THAT(find_touched(before, "A::A()\n    : a{1},\n      b{2} {\n  d();\n}\n", {{1, 5}}),
              OnlyTouches(FunctionRange{1, 5}));
  EXPECT_THAT(find_touched(before, "A::A()\n    : a{1},\n      b{3} {\n  c();\n}\n", {{1, 5}}).outside, Eq(3U));
}

// Whose braces are the first on the line of a function, and end where it does.
TEST(Touched, AllByWhatIsInAClassOnTheLineOfAFunction) {
  const FunctionRange line = {1, 1};
  for (const std::string head :
       {"struct A", "namespace n", "template <class T> class A", "struct alignas(8) A : B", "extern \"C\""}) {
    const auto with = [&](const std::string& a, const std::string& b) {
      return head + " { int a = " + a + "; int f() { return " + b + "; } };\n";
    };
    EXPECT_THAT(find_touched(with("1", "2"), with("3", "2"), {line}).outside, Eq(1U)) << head;
    EXPECT_THAT(find_touched(with("1", "2"), with("1", "3"), {line}), OnlyTouches(line)) << head;
  }
  const std::string before = "namespace n { template <class T> int f() {\n  return 1;\n} int k = 3; }\n";
  EXPECT_THAT(
      find_touched(before, "namespace n { template <class T> int f() {\n  return 1;\n} int k = 4; }\n", {{1, 3}}).outside,
      Eq(3U));
  EXPECT_THAT(find_touched(before, "namespace n { template <class T> int f() {\n  return 2;\n} int k = 3; }\n", {{1, 3}}),
              OnlyTouches(FunctionRange{1, 3}));
}

// The compiler may say of a function that a macro makes what is not so.
TEST(Touched, AllByRangesWithoutABody) {
  for (const FunctionRange& each : {FunctionRange{1, 1}, FunctionRange{1, 9}, FunctionRange{0, 2}, FunctionRange{2, 1}}) {
    EXPECT_NE(find_touched("MAKE(f)\nint a = 1;\n", "MAKE(f)\nint a = 2;\n", {each}).outside, std::nullopt);
  }
}

}  // namespace
}  // namespace trireme::coverage
