#include "collect/selection.h"

#include <gmock/gmock.h>

namespace trireme::collect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bool selects(const model::Options& options, const std::string& id, const std::vector<std::string>& marks = {}) {
  std::vector<std::string> errors;
  const bool selected = Selection(options, errors).selects(id, marks);
  EXPECT_THAT(errors, IsEmpty());
  return selected;
}

std::vector<std::string> errors_of(const model::Options& options) {
  std::vector<std::string> errors;
  const Selection selection(options, errors);
  return errors;
}

TEST(Selection, KeywordLooksAnywhereInIdAndMarksInAnyCase) {
  model::Options options;
  options.keyword = " CHART and not slow";
  EXPECT_TRUE(selects(options, "build/flowchart_test::Suite.Test"));
  EXPECT_TRUE(selects(options, "bin::Suite.DrawsChart"));
  EXPECT_TRUE(selects(options, "bin::Suite.Test", {"Charts"}));
  EXPECT_FALSE(selects(options, "bin::Chart.Test", {"slow"}));
  EXPECT_FALSE(selects(options, "bin::Suite.Test"));
}

TEST(Selection, BlankKeywordIsNoneAndBlankMarkIsNever) {
  model::Options options;
  options.keyword = "  ";
  EXPECT_TRUE(selects(options, "a::A.a"));
  options.mark_expression = "  ";
  EXPECT_FALSE(selects(options, "a::A.a"));
}

TEST(Selection, MarkWantsTheWholeNameInItsCase) {
  model::Options options;
  options.mark_expression = "slow";
  EXPECT_TRUE(selects(options, "a::A.a", {"db", "slow"}));
  EXPECT_FALSE(selects(options, "a::slow.slow", {"slower", "SLOW"}));
}

TEST(Selection, DeselectsByPrefixAmongMany) {
  model::Options options;
  options.deselect = {"bin::B.two", "bin::B", "bin::Bz", "bin::A.one", "c"};
  EXPECT_FALSE(selects(options, "bin::B.three"));
  EXPECT_FALSE(selects(options, "bin::A.one"));
  EXPECT_FALSE(selects(options, "c"));
  EXPECT_TRUE(selects(options, "bin::A.on"));
  EXPECT_TRUE(selects(options, "a"));
  EXPECT_TRUE(selects(options, "d"));
}

TEST(Selection, DeselectsWhatIsTypedAsAPath) {
  model::Options options;
  options.root = "/p";
  options.directory = "/p/build";
  const auto deselects = [&options](const std::string& typed, const std::string& id) {
    options.deselect = {typed};
    return !selects(options, id);
  };
  EXPECT_TRUE(deselects("./bin::A.one", "build/bin::A.one"));
  EXPECT_FALSE(deselects("./bin::A.one", "build/bin::A.two"));
  EXPECT_TRUE(deselects("/p/build/../other/bin", "other/bin::A.one"));
  EXPECT_TRUE(deselects("../other/", "other/bin::A.one"));
  EXPECT_FALSE(deselects("../other/", "other2/bin::A.one"));
  EXPECT_TRUE(deselects("/elsewhere/bin::A", "/elsewhere/bin::A.one"));
  EXPECT_TRUE(deselects(".", "build/bin::A.one"));
  EXPECT_FALSE(deselects("bin::A.one", "build/bin::A.one"));
}

TEST(Selection, WordsWrongExpressionsAsPytestDoes) {
  model::Options options;
  options.keyword = "a b";
  options.mark_expression = "(";
  EXPECT_THAT(errors_of(options),
              ElementsAre("Wrong expression passed to '-k': a b: at column 3: expected end of input; got identifier",
                          "Wrong expression passed to '-m': (: at column 2: expected not OR left parenthesis OR "
                          "identifier; got end of input"));
}

TEST(Selection, StrictMarkersLooksAtTheMarksThatRulesWant) {
  model::Options options;
  options.strict_markers = true;
  options.rules.resize(2);
  options.rules[0].mark = "no_paralel";
  options.database.rules = {{.mark = "pur"}, {.match = "*"}};
  options.markers = {{"no_parallel", ""}, {"pure", ""}};
  EXPECT_THAT(errors_of(options), ElementsAre("'no_paralel' not found in `markers` configuration option (used in [[test]] of "
                                              "trireme.toml; did you mean 'no_parallel'?)",
                                              "'pur' not found in `markers` configuration option (used in [[db]] of "
                                              "trireme.toml; did you mean 'pure'?)"));
}

TEST(Selection, StrictMarkersNamesEachUndeclaredMarkOnce) {
  model::Options options;
  options.rules.resize(2);
  options.rules[0].marks = {"slow", "slwo"};
  options.rules[1].marks = {"slwo"};
  options.mark_expression = "slow or slwo or database";
  options.markers = {{"slow", ""}};
  EXPECT_THAT(errors_of(options), IsEmpty());
  options.strict_markers = true;
  EXPECT_THAT(errors_of(options),
              ElementsAre("'slwo' not found in `markers` configuration option (used in [[test]] of trireme.toml; did "
                          "you mean 'slow'?)",
                          "'database' not found in `markers` configuration option (used in -m)"));
}

}  // namespace
}  // namespace trireme::collect
