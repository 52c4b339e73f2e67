#include "options/config.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::options {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

class ConfigFile : public testing::Test {
 protected:
  base::Result<Config> load(const std::string& text, const std::string& profile = "") {
    std::ofstream(directory_.path() + "/trireme.toml") << text;
    return load_config(directory_.path(), profile, keys_);
  }
  std::string error(const std::string& text, const std::string& profile = "") {
    const auto config = load(text, profile);
    return config ? "(no error)" : config.error().text;
  }
  std::string at(const std::string& line) const { return directory_.path() + "/trireme.toml:" + line; }

  base::TempDir directory_ = *base::make_temp_dir("config_test");
  std::vector<Key> keys_ = {{"dist", KeyKind::text},
                            {"numprocesses", KeyKind::text_or_count},
                            {"timeout", KeyKind::number},
                            {"strict-markers", KeyKind::flag},
                            {"deselect", KeyKind::list}};
};

TEST_F(ConfigFile, IsInADirectoryOfWhichTheNameIsNoPattern) {
  const std::string place = directory_.path() + "/a[1]";
  std::filesystem::create_directory(place);
  std::ofstream(place + "/trireme.toml") << "[db]\ninput = 'db/*'\nbindir = 'bin'\n";
  keys_ = {{"db-input", KeyKind::list}, {"db-bindir", KeyKind::text}};
  const auto config = load_config(place, "", keys_);
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_THAT(config->arguments,
              UnorderedElementsAre("--db-input=" + directory_.path() + "/a\\[1]/db/*", "--db-bindir=" + place + "/bin"));
}

TEST_F(ConfigFile, IsFoundUpwards) {
  load("dist = 'load'");
  std::filesystem::create_directories(directory_.path() + "/a/b");
  EXPECT_EQ(load_config(directory_.path() + "/a/b", "", keys_)->path, directory_.path() + "/trireme.toml");
}

TEST_F(ConfigFile, MayBeMissing) {
  EXPECT_EQ(load_config(directory_.path(), "", keys_)->path, "");
  EXPECT_THAT(load_config(directory_.path(), "ci", keys_).error().text, HasSubstr("--profile=ci needs a trireme.toml"));
}

TEST_F(ConfigFile, GivesOptionsAsArguments) {
  const auto config = load("dist = 'load'\nnumprocesses = 4\ntimeout = 1.5\nstrict-markers = true\ndeselect = ['a', 'b']\n");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_THAT(config->arguments, testing::UnorderedElementsAre("--dist=load", "--numprocesses=4", "--timeout=1.5",
                                                               "--strict-markers=true", "--deselect=a", "--deselect=b"));
}

TEST_F(ConfigFile, SaysWhatTypeAKeyHas) {
  EXPECT_EQ(error("dist = 3"), at("1: 'dist' must be a string"));
  EXPECT_EQ(error("numprocesses = 2.5"), at("1: 'numprocesses' must be a whole number or a string"));
}

TEST_F(ConfigFile, LetsTheProfileComeLast) {
  const auto config = load("dist = 'load'\n[profile.ci]\ndist = 'each'\ntestpaths = 'x'\n", "ci");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_THAT(config->arguments, ElementsAre("--dist=load", "--dist=each"));
  EXPECT_THAT(config->test_paths, ElementsAre(directory_.path() + "/x"));
}

TEST_F(ConfigFile, NamesTheProfilesThereAre) {
  EXPECT_THAT(error("[profile.ci]\n[profile.nightly]\n", "night"), HasSubstr("no [profile.night]; it has ci, nightly"));
  EXPECT_THAT(error("", "ci"), HasSubstr("it has no profiles"));
}

TEST_F(ConfigFile, ReadsRules) {
  const auto config = load(R"(
[[test]]
match = "*::Slow*"
cwd = "data"
args = ["--big"]
env = {A = "1", B = 2, C = true}
timeout = 5
slow-timeout = 2.5
reruns = 2
marks = ["slow"]
)");
  ASSERT_TRUE(config) << config.error().text;
  ASSERT_EQ(config->rules.size(), 1U);
  const model::TestRule& rule = config->rules[0];
  EXPECT_EQ(rule.match, "*::Slow*");
  EXPECT_EQ(rule.directory, directory_.path() + "/data");
  EXPECT_THAT(rule.args, ElementsAre("--big"));
  EXPECT_THAT(rule.environment, ElementsAre(Pair("A", "1"), Pair("B", "2"), Pair("C", "1")));
  EXPECT_EQ(rule.timeout, 5);
  EXPECT_EQ(rule.slow_timeout, 2.5);
  EXPECT_EQ(rule.reruns, 2);
  EXPECT_THAT(rule.marks, ElementsAre("slow"));
}

TEST_F(ConfigFile, ReadsRulesForAMark) {
  const auto config = load("[[test]]\nmark = 'no_parallel'\nserial = true\n[[test]]\nmatch = 'a*'\nmark = 'b'\n");
  ASSERT_TRUE(config) << config.error().text;
  ASSERT_EQ(config->rules.size(), 2U);
  EXPECT_EQ(config->rules[0].match, "*");
  EXPECT_EQ(config->rules[0].mark, "no_parallel");
  EXPECT_EQ(config->rules[0].serial, true);
  EXPECT_EQ(config->rules[1].match, "a*");
  EXPECT_EQ(config->rules[1].mark, "b");
  EXPECT_EQ(config->rules[1].serial, std::nullopt);
}

TEST_F(ConfigFile, PutsRulesOfTheProfileFirst) {
  const auto config = load("[[test]]\nmatch = 'top'\n[[profile.ci.test]]\nmatch = 'ci'\n", "ci");
  ASSERT_TRUE(config) << config.error().text;
  ASSERT_EQ(config->rules.size(), 2U);
  EXPECT_EQ(config->rules[0].match, "ci");
}

TEST_F(ConfigFile, ReadsMarkersAsPytestWritesThem) {
  const auto config = load("markers = ['slow: takes long', 'db(name): needs it', 'unit']");
  ASSERT_EQ(config->markers.size(), 3U);
  EXPECT_EQ(config->markers[0].name, "slow");
  EXPECT_EQ(config->markers[0].description, "takes long");
  EXPECT_EQ(config->markers[1].name, "db");
  EXPECT_EQ(config->markers[2].name, "unit");
  EXPECT_EQ(config->markers[2].description, "");
}

TEST_F(ConfigFile, WarnsOfUnknownKeysWithTheNearest) {
  const auto config = load("disk = 'load'\nzzzzzzzzzzz = 1\n[[test]]\nmatch = '*'\ntiemout = 3\n");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_THAT(config->warnings, testing::UnorderedElementsAre(at("1: unknown key 'disk' (did you mean 'dist'?)"),
                                                              at("2: unknown key 'zzzzzzzzzzz'"),
                                                              at("5: unknown key 'tiemout' (did you mean 'timeout'?)")));
  EXPECT_THAT(config->arguments, IsEmpty());
}

TEST_F(ConfigFile, WarnsOfMistakesInProfilesThatAreNotUsed) {
  const std::string text =
      "[profile.ci]\ntiemout = 3\n[profile.nightly]\ndist = 1\n[[profile.nightly.test]]\nmatch = '*'\nmarc = 1\n";
  EXPECT_THAT(load(text)->warnings,
              ElementsAre(at("2: unknown key 'tiemout' (did you mean 'timeout'?)"), at("4: 'dist' must be a string")));
  EXPECT_THAT(load(text, "ci")->warnings, testing::UnorderedElementsAre(HasSubstr("'tiemout'"), HasSubstr("'dist'")));
  EXPECT_THAT(load(text)->arguments, IsEmpty());
  EXPECT_THAT(load(text)->rules, IsEmpty());
}

TEST_F(ConfigFile, TakesANumberOfTimesForAFlagThatAddsUp) {
  keys_ = {{"verbose", KeyKind::flag_or_count}};
  EXPECT_THAT(load("verbose = 2")->arguments, ElementsAre("--verbose=2"));
  EXPECT_THAT(load("verbose = true")->arguments, ElementsAre("--verbose=true"));
  EXPECT_EQ(error("verbose = 'much'"), at("1: 'verbose' must be true, false or a whole number"));
}

TEST_F(ConfigFile, HasATableForDatabases) {
  keys_ = {{"db", KeyKind::text}, {"db-schema", KeyKind::list}, {"db-command", KeyKind::text}, {"db-rebuild", KeyKind::flag}};
  const auto config =
      load("[db]\nmode = 'shared'\nschema = ['a', '/b']\ncommand = './c d'\nrebuild = true\nenv = ['URL']\nrole = 'app'\n");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_THAT(config->arguments, testing::UnorderedElementsAre("--db=shared", "--db-schema=" + directory_.path() + "/a",
                                                               "--db-schema=/b", "--db-command=./c d", "--db-rebuild=true"));
  EXPECT_THAT(config->database_variables, ElementsAre("URL"));
  EXPECT_EQ(config->database_role, "app");
  EXPECT_THAT(load("[db]\nshema = 'a'\n")->warnings, ElementsAre(HasSubstr("'shema' (did you mean 'schema'?)")));
  EXPECT_THAT(load("db-schema = 'a'\n")->warnings, ElementsAre(HasSubstr("unknown key 'db-schema'")));
  EXPECT_EQ(error("db = 'worker'"), at("1: 'db' must be a table: [db]"));
  EXPECT_EQ(error("[db]\nenv = ['a=b']"), at("2: 'a=b' cannot be the name of a variable"));
}

TEST_F(ConfigFile, ReadsWhichTestsGetWhichDatabase) {
  keys_ = {{"db", KeyKind::text}, {"db-command", KeyKind::text}};
  const auto config = load(
      "[[db]]\ncommand = 'c'\nmode = 'shared'\n[[db]]\nmatch = '*::A.*'\nmode = 'test'\n"
      "[[db]]\nmark = 'pure'\nmode = 'none'\n[[profile.ci.db]]\nmatch = '*'\nmark = 'm'\nmode = 'worker'\n",
      "ci");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_THAT(config->arguments, testing::UnorderedElementsAre("--db=shared", "--db-command=c"));
  ASSERT_EQ(config->database_rules.size(), 3U);
  EXPECT_EQ(config->database_rules[0].mark, "m");
  EXPECT_EQ(config->database_rules[1].match, "*::A.*");
  EXPECT_EQ(config->database_rules[1].mode, model::DatabaseMode::test);
  EXPECT_EQ(config->database_rules[2].mode, model::DatabaseMode::none);
  EXPECT_THAT(load("[[db]]\nmatch = 'a'\nmode = 'test'\nmarks = 'b'\n")->warnings,
              ElementsAre(HasSubstr("'marks' (did you mean 'mark'?)")));
  EXPECT_EQ(error("[[db]]\nmatch = 'a'"), at("1: [[db]] with `match` or `mark` needs `mode`, such as \"test\""));
  EXPECT_THAT(error("[[db]]\nmatch = 'a'\nmode = 'each'"),
              HasSubstr("3: --db takes one of worker, test, cluster, shared, none, not 'each'"));
}

TEST_F(ConfigFile, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(error("\nx = = 1\n"), HasSubstr(at("2:5: ")));
  EXPECT_EQ(error("\ntimeout = 'long'"), at("2: 'timeout' must be a number"));
  EXPECT_EQ(error("strict-markers = 1"), at("1: 'strict-markers' must be true or false"));
  EXPECT_EQ(error("deselect = [1]"), at("1: 'deselect' must be a string"));
  EXPECT_EQ(error("test = 1"), at("1: 'test' must be a list of tables: [[test]]"));
  EXPECT_THAT(error("[[test]]\nmarks = ['a']"), HasSubstr("[[test]] needs `match`"));
  EXPECT_EQ(error("[[test]]\nmark = 'a'\nserial = 1\n"), at("3: 'serial' must be true or false"));
  EXPECT_THAT(error("[[test]]\nmatch='*'\ntimeout = -1"), HasSubstr(at("3: 'timeout' must be a number of seconds")));
  EXPECT_EQ(error("[[test]]\nmatch='*'\nreruns = -1"), at("3: 'reruns' must be a whole number, 0 or more"));
  EXPECT_EQ(error("[[test]]\nmatch='*'\nreruns = 1.5"), at("3: 'reruns' must be a whole number, 0 or more"));
  EXPECT_THAT(error("[[test]]\nmatch='*'\nenv = {'a=b' = '1'}"), HasSubstr("'a=b' cannot be the name of a variable"));
  EXPECT_THAT(error("[[test]]\nmatch=\"a\\u0000\""), HasSubstr("NUL"));
  EXPECT_THAT(error("profile = 3", "ci"), HasSubstr("'profile' must be a table"));
  EXPECT_THAT(error("profile = 3"), HasSubstr("'profile' must be a table"));
  EXPECT_THAT(error("dist = \"\xff\""), HasSubstr(at("1:")));
}

}  // namespace
}  // namespace trireme::options
