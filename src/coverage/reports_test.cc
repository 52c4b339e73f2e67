// Every writer on the same small report. What coverage.py writes of it is what must come out, where it has the same.
#include <gmock/gmock.h>

#include "coverage/cobertura.h"
#include "coverage/exclusions.h"
#include "coverage/html.h"
#include "coverage/json.h"
#include "coverage/lcov.h"
#include "coverage/table.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Report report(bool has_branches = true) {
  CoveredFile a{.name = "src/m_a.py", .path = "/r/src/m_a.py"};
  a.lines = {{1, 1, {}}, {2, 1, {{1, 3}, {0, 4}}}, {3, 1, {}}, {4, 0, {{0, 5}, {0, 7}}}, {5, 0, {{0, 4}, {0, 6}}}, {6, 0, {}},
             {7, 0, {}}};
  a.functions = {{"_Z1fi", 1, 7, 1}};
  CoveredFile b{.name = "src/m_b.py", .path = "/r/src/m_b.py"};
  b.lines = {{1, 4, {}}, {2, 4, {}}, {9, 4, {}}};
  if (!has_branches) {
    for (CoveredLine& each : a.lines) each.branches.clear();
  }
  Report made{.root = "/r", .files = {a, b}, .has_branches = has_branches};
  for (const CoveredFile& each : made.files) made.total += each.numbers();
  return made;
}

TEST(TermTable, IsCoveragePys) {
  EXPECT_EQ(term_table(report(), {.shows_missing = true}),
            "Name         Stmts   Miss Branch BrPart  Cover   Missing\n"
            "--------------------------------------------------------\n"
            "src/m_a.py       7      4      6      1    31%   4-7\n"
            "src/m_b.py       3      0      0      0   100%\n"
            "--------------------------------------------------------\n"
            "TOTAL           10      4      6      1    44%\n");
  EXPECT_EQ(term_table(report(false), {.skips_covered = true}),
            "Name         Stmts   Miss  Cover\n"
            "--------------------------------\n"
            "src/m_a.py       7      4    43%\n"
            "--------------------------------\n"
            "TOTAL           10      4    60%\n"
            "\n"
            "1 file skipped due to complete coverage.\n");
  Report precise = report(false);
  precise.precision = 2;
  EXPECT_THAT(term_table(precise, {}), HasSubstr("Name         Stmts   Miss   Cover\n"
                                                 "---------------------------------\n"
                                                 "src/m_a.py       7      4  42.86%\n"
                                                 "src/m_b.py       3      0 100.00%\n"));
}

TEST(MarkdownTable, IsCoveragePys) {
  EXPECT_EQ(markdown_table(report()),
            "| Name        |    Stmts |     Miss |   Branch |   BrPart |   Cover |\n"
            "|------------ | -------: | -------: | -------: | -------: | ------: |\n"
            "| src/m\\_a.py |        7 |        4 |        6 |        1 |     31% |\n"
            "| src/m\\_b.py |        3 |        0 |        0 |        0 |    100% |\n"
            "| **TOTAL**   |   **10** |    **4** |    **6** |    **1** | **44%** |\n");
}

TEST(Lcov, HasARecordForEachFile) {
  EXPECT_THAT(lcov_text(report()),
              HasSubstr("TN:\nSF:src/m_a.py\nFN:1,_Z1fi\nFNDA:1,_Z1fi\nFNF:1\nFNH:1\nBRDA:2,0,0,1\nBRDA:2,0,1,0\n"
                        "BRDA:4,0,0,-\nBRDA:4,0,1,-\nBRDA:5,0,0,-\nBRDA:5,0,1,-\nBRF:6\nBRH:1\nDA:1,1\n"));
  EXPECT_THAT(lcov_text(report(false)), HasSubstr("DA:9,4\nLF:3\nLH:3\nend_of_record\n"));
}

TEST(Cobertura, HasCoveragePysAttributes) {
  const std::string text = cobertura_text(report());
  EXPECT_THAT(text,
              HasSubstr("lines-valid=\"10\" lines-covered=\"6\" line-rate=\"0.6\" branches-covered=\"1\" branches-valid=\"6\" "
                        "branch-rate=\"0.1667\" complexity=\"0\">"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "<class name=\"m_a.py\" filename=\"src/m_a.py\" complexity=\"0\" line-rate=\"0.4286\" branch-rate=\"0.1667\">"));
  EXPECT_THAT(
      text,
      HasSubstr("<line number=\"2\" hits=\"1\" branch=\"true\" condition-coverage=\"50% (1/2)\" missing-branches=\"4\"/>"));
}

TEST(Json, HasCoveragePysKeys) {
  const std::string text = json_text(report());
  EXPECT_THAT(text,
              HasSubstr(R"("src/m_a.py": {"executed_lines": [1, 2, 3], "summary": {"covered_lines": 3, "num_statements": 7, )"
                        R"("percent_covered": 30.76923076923077, "percent_covered_display": "31", "missing_lines": 4, )"));
  EXPECT_THAT(text,
              HasSubstr(R"("executed_branches": [[2, 3]], "missing_branches": [[2, 4], [4, 5], [4, 7], [5, 4], [5, 6]])"));
  EXPECT_THAT(text, HasSubstr("\"f(int)\": {"));
}

TEST(Json, HasWhatIsInNoFunctionOrClass) {
  Report outer = report(false);
  CoveredFile& file = outer.files.front();
  outer.files.pop_back();
  file.functions = {{"_Z1fi", 2, 5, 1}, {"_Z1gi", 3, 4, 1}, {"_Z1hi", 6, 6, 0}};
  file.excluded = {4, 8};
  outer.contexts = {"", "a::B.C"};
  file.by_context = {{1, LineSet("\x0e")}};
  const std::string text = json_text(outer);
  EXPECT_THAT(text, HasSubstr(R"_("functions": {"f(int)": {"executed_lines": [2, 3], )_"));
  EXPECT_THAT(
      text,
      HasSubstr(
          R"("missing_lines": [4, 5], "excluded_lines": [4], "contexts": {"2": ["a::B.C"], "3": ["a::B.C"]}, "start_line": 2, )"));
  EXPECT_THAT(text, HasSubstr(R"("": {"executed_lines": [1], )"));
  EXPECT_THAT(text,
              HasSubstr(R"("missing_lines": [7], "excluded_lines": [8], "contexts": {"1": ["a::B.C"]}, "start_line": 1}}, )"
                        R"("classes": {"": {"executed_lines": [1, 2, 3], )"));
  EXPECT_THAT(text, HasSubstr(R"("missing_lines": [4, 5, 6, 7], "excluded_lines": [4, 8], "contexts": {"1": ["a::B.C"], )"
                              R"("2": ["a::B.C"], "3": ["a::B.C"]}, "start_line": 1}}}}, "totals")"));
}

TEST(Reports, AreSafeAgainstAnyName) {
  Report hostile = report();
  hostile.files[0].name = "a\"><script>'&\n\xff.cc";
  hostile.files[0].functions[0].name = "f\nend_of_record";
  EXPECT_THAT(lcov_text(hostile), HasSubstr("SF:a\"><script>'&?\xff.cc\n"));
  EXPECT_THAT(lcov_text(hostile), Not(HasSubstr("f\nend_of_record")));
  EXPECT_THAT(cobertura_text(hostile), HasSubstr("filename=\"a&quot;&gt;&lt;script&gt;&#39;&amp;\n#xFF.cc\""));
  EXPECT_THAT(json_text(hostile), HasSubstr(R"("a\u0022><script>'&\u000a\u005cxff.cc")"));
  EXPECT_EQ(term_table(hostile, {}).find('\xff'), std::string::npos);
  for (const HtmlFile& each : html_files(hostile)) {
    EXPECT_EQ(each.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-"), std::string::npos) << each.name;
    EXPECT_THAT(each.make(), Not(HasSubstr("\"><script>'")));
  }
}

TEST(Missing, NamesBranchesOfLinesThatRan) {
  CoveredFile file;
  file.lines = {{2, 1, {{0, 0}, {1, 3}}}, {3, 0, {}}, {8, 0, {}}, {9, 1, {{0, 12}, {0, 3}, {0, 12}}}, {12, 1, {}}, {20, 0, {}}};
  EXPECT_EQ(file.missing(), "2->exit, 3-8, 9->12, 20");
}

TEST(PercentText, IsNever0Or100UnlessItIs) {
  EXPECT_EQ(percent_text(0.2, 0), "1");
  EXPECT_EQ(percent_text(99.9, 0), "99");
  EXPECT_EQ(percent_text(99.999, 2), "99.99");
  EXPECT_EQ(percent_text(100, 0), "100");
  EXPECT_EQ(percent_text(0, 1), "0.0");
}

TEST(Names, AreInTheOrderOfTheNumbersInThem) {
  EXPECT_TRUE(comes_before("a2.cc", "a10.cc"));
  EXPECT_FALSE(comes_before("a10.cc", "a2.cc"));
  EXPECT_TRUE(comes_before("a.cc", "b.cc"));
  EXPECT_FALSE(comes_before("a.cc", "a.cc"));
}

TEST(Exclusions, AreMarkedByCommentsOrMatched) {
  const Exclusions found = find_exclusions(
      "a\nb // LCOV_EXCL_LINE\nc // GCOVR_EXCL_START\nd\ne // GCOVR_EXCL_STOP\nf\n"
      "assert(x);\nif (y) // GCOV_EXCL_BR_LINE\nNOT_LCOV_EXCL_LINE\nLCOV_EXCL_LINES\nz // LCOV_EXCL_BR_START",
      {*base::Regex::compile("^assert")});
  EXPECT_THAT(found.lines, ElementsAre(2, 3, 4, 5, 7));
  EXPECT_THAT(found.branches, ElementsAre(8, 11));
  EXPECT_EQ(found.unended, 11U);
}

}  // namespace
}  // namespace trireme::coverage
