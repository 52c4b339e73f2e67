#include "collect/listing_parse.h"

#include <gmock/gmock.h>

namespace trireme::collect {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string one_test(const std::string& members) {
  return R"({"tests": 1, "testsuites": [{"name": "Suite", "tests": 1, "testsuite": [{)" + members + "}]}]}";
}

std::string name_of(const std::string& json) {
  return parse_listing(one_test("\"name\": \"" + json + "\"")).value().at(0).name;
}

TEST(ParseListing, keeps_everything_about_a_test) {
  const auto tests = parse_listing(one_test(
      R"("name": "even/0", "file": "a/b_test.cc", "line": 12,
         "type_param": "std::vector<int>", "value_param": "\"x\"")"));
  ASSERT_TRUE(tests);
  ASSERT_EQ(tests->size(), 1U);
  const ListedTest& test = tests->front();
  EXPECT_EQ(test.suite, "Suite");
  EXPECT_EQ(test.name, "even/0");
  EXPECT_EQ(test.file, "a/b_test.cc");
  EXPECT_EQ(test.line, 12);
  EXPECT_EQ(test.type_param, "std::vector<int>");
  EXPECT_EQ(test.value_param, "\"x\"");
}

TEST(ParseListing, keeps_the_order_and_disabled_tests) {
  const auto tests = parse_listing(R"({"testsuites": [
      {"name": "Typed/0", "testsuite": [{"name": "z"}, {"name": "DISABLED_a"}]},
      {"name": "Pre/Params", "testsuite": [{"name": "is/11"}]},
      {"name": "Empty", "testsuite": []}]})");
  ASSERT_TRUE(tests);
  std::vector<std::string> names;
  for (const ListedTest& test : *tests) names.push_back(test.suite + "." + test.name);
  EXPECT_THAT(names, ElementsAre("Typed/0.z", "Typed/0.DISABLED_a", "Pre/Params.is/11"));
}

TEST(ParseListing, no_tests_is_a_listing) {
  EXPECT_THAT(parse_listing(R"({"tests": 0, "name": "AllTests", "testsuites": []})").value(), IsEmpty());
}

TEST(ParseListing, undoes_the_double_encoding) {
  EXPECT_EQ(name_of(R"(\u00CE\u00BB)"), "λ");
  EXPECT_EQ(name_of(R"(\u00FF\u0080 \n)"), "\xff\x80 \n");
}

TEST(ParseListing, leaves_text_alone_that_was_written_as_it_is) {
  EXPECT_EQ(name_of("é"), "é");
  EXPECT_EQ(name_of(R"(\u03BB \u00E9)"), "λ é");
}

TEST(ParseListing, takes_the_longest_names) {
  const std::string name(1'000'000, 'n');
  EXPECT_EQ(name_of(name), name);
}

TEST(ParseListing, a_line_that_is_none_is_0) {
  for (const char* line : {"-1", "99999999999", "\"12\"", "1.5"}) {
    EXPECT_EQ(parse_listing(one_test(std::string("\"name\": \"a\", \"line\": ") + line)).value().at(0).line, 0) << line;
  }
}

TEST(ParseListing, refuses_what_is_not_whole) {
  const std::string whole = one_test("\"name\": \"a\"");
  ASSERT_TRUE(parse_listing(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(parse_listing(whole.substr(0, size))) << size;
}

TEST(ParseListing, says_what_is_wrong) {
  EXPECT_THAT(parse_listing("Running main()").error().text, HasSubstr("is not valid JSON ("));
  EXPECT_THAT(parse_listing(one_test("\"name\": \"\xff\"")).error().text, HasSubstr("UTF"));
  EXPECT_THAT(parse_listing("[]").error().text, HasSubstr("\"testsuites\""));
  EXPECT_THAT(parse_listing(one_test("\"line\": 1")).error().text, HasSubstr("without a name"));
  EXPECT_THAT(parse_listing(R"({"testsuites": [1]})").error().text, HasSubstr("without a name"));
}

TEST(ParseListing, survives_deep_nesting) { EXPECT_FALSE(parse_listing(std::string(100'000, '['))); }

}  // namespace
}  // namespace trireme::collect
