#include "collect/rules.h"

#include <gmock/gmock.h>

namespace trireme::collect {
namespace {

using testing::ElementsAre;

model::TestRule rule(const std::string& match) {
  model::TestRule result;
  result.match = match;
  return result;
}

TEST(Rules, MatchOverTheNodeId) {
  model::Options options;
  options.rules = {rule("bin/*"), rule("*::Slow.*"), rule("bin/a::Fast.One")};
  EXPECT_THAT(matching_rules(options, "bin/a::Fast.One").rules, ElementsAre(0, 2));
  EXPECT_THAT(matching_rules(options, "other::Slow.One").rules, ElementsAre(1));
  EXPECT_THAT(matching_rules(options, "bin/a::").rules, ElementsAre(0));
}

TEST(Rules, FirstDirectoryTimeoutRerunsAndVariableWinArgsAndMarksAddUp) {
  model::Options options;
  options.directory = "/here";
  options.timeout = 9;
  options.reruns = 2;
  options.test_args = {"--last"};
  options.rules = {rule("*"), rule("*")};
  options.rules[0].args = {"--one"};
  options.rules[0].environment = {{"A", "1"}, {"A", "2"}};
  options.rules[0].marks = {"slow"};
  options.rules[1].directory = "/there";
  options.rules[1].args = {"--two"};
  options.rules[1].environment = {{"A", "3"}, {"AB", "4"}};
  options.rules[1].timeout = 0;
  options.rules[1].slow_timeout = 2;
  options.rules[1].reruns = 0;
  options.rules[1].marks = {"slow", "db"};

  const Settings both = settings(options, {{0, 1}, {}});
  EXPECT_EQ(both.launch.directory, "/there");
  EXPECT_THAT(both.launch.args, ElementsAre("--one", "--two", "--last"));
  EXPECT_THAT(both.launch.environment, ElementsAre("A=1", "AB=4"));
  EXPECT_EQ(both.timeout, 0);
  EXPECT_EQ(both.slow_timeout, 2);
  EXPECT_EQ(both.reruns, 0);
  EXPECT_THAT(both.marks, ElementsAre("slow", "db"));

  const Settings first = settings(options, {{0}, {}});
  EXPECT_EQ(first.launch.directory, "/here");
  EXPECT_EQ(first.timeout, 9);
  EXPECT_EQ(first.slow_timeout, 60);
  EXPECT_EQ(first.reruns, 2);
}

TEST(Rules, HoldForAMarkThatAnotherGives) {
  model::Options options;
  options.rules = {rule("*"), rule("*::Server.*"), rule("*"), rule("*.Quick")};
  options.rules[0].mark = "no_parallel";
  options.rules[0].serial = true;
  options.rules[0].marks = {"alone"};
  options.rules[1].marks = {"no_parallel"};
  options.rules[2].mark = "alone";  // which no rule gives without wanting a mark itself
  options.rules[2].timeout = 3;
  options.rules[3].serial = false;
  const auto of = [&](const char* id) { return settings(options, matching_rules(options, id)); };
  EXPECT_TRUE(of("bin::Server.One").serial);
  EXPECT_THAT(of("bin::Server.One").marks, ElementsAre("no_parallel", "alone"));
  EXPECT_EQ(of("bin::Server.One").timeout, 0);
  EXPECT_FALSE(of("bin::Other.One").serial);
  EXPECT_THAT(of("bin::Other.One").marks, ElementsAre());
  EXPECT_TRUE(of("bin::Server.Quick").serial) << "the first that names one wins";
}

TEST(Rules, FirstDatabaseRuleThatATestMatchesCounts) {
  using model::DatabaseMode;
  model::Options options;
  options.database.mode = DatabaseMode::worker;
  options.database.rules = {{.match = "*::Slow.*", .mark = "db", .mode = DatabaseMode::test},
                            {.match = "*::Slow.*", .mode = DatabaseMode::shared},
                            {.mark = "pure", .mode = DatabaseMode::none}};
  options.database.callers = {"PGHOST=a", "PGUSER=b"};
  options.rules = {rule("*.One"), rule("*.Pure")};
  options.rules[0].marks = {"db"};
  options.rules[1].marks = {"pure"};
  options.rules[1].environment = {{"PGUSER", "mine"}};
  const auto launch = [&](const char* id) { return settings(options, matching_rules(options, id)).launch; };
  EXPECT_EQ(launch("bin::Slow.One").database, DatabaseMode::test);
  EXPECT_EQ(launch("bin::Slow.Two").database, DatabaseMode::shared);
  EXPECT_EQ(launch("bin::Fast.One").database, DatabaseMode::worker);
  EXPECT_THAT(launch("bin::Fast.One").environment, ElementsAre());
  EXPECT_EQ(launch("bin::Fast.Pure").database, DatabaseMode::none);
  EXPECT_THAT(launch("bin::Fast.Pure").environment, ElementsAre("PGUSER=mine", "PGHOST=a"));
}

TEST(Rules, AdditionsReplaceVariablesOfTheSameName) {
  model::Options options;
  options.environment = {"PATH=/bin", "A=old", "AA=kept"};
  model::Launch launch;
  launch.environment = {"A=new"};
  EXPECT_THAT(whole_environment(options, launch), ElementsAre("PATH=/bin", "A=new", "AA=kept"));
}

}  // namespace
}  // namespace trireme::collect
