#include "options/command.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::options {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CommandLineTest : public testing::Test {
 protected:
  CommandLineTest() { std::filesystem::current_path(directory_.path()); }
  ~CommandLineTest() override { std::filesystem::current_path("/"); }

  void config(const std::string& text) { std::ofstream("trireme.toml") << text; }
  model::Options parsed(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {}) {
    const auto command = parse(arguments, environment);
    EXPECT_TRUE(command) << command.error().text;
    return command ? std::get<options::Run>(*command).options : model::Options{};
  }
  static std::string error(const std::vector<std::string>& arguments) {
    const auto command = parse(arguments, {});
    return command ? "(no error)" : command.error().text;
  }

  base::TempDir directory_ = *base::make_temp_dir("command_test");
};

TEST_F(CommandLineTest, HasDefaults) {
  const model::Options o = parsed({});
  EXPECT_THAT(o.paths, ElementsAre("."));
  EXPECT_EQ(o.workers, std::nullopt);
  EXPECT_EQ(o.root, std::filesystem::canonical(directory_.path()));
  EXPECT_EQ(o.slow_timeout, 60);
}

TEST_F(CommandLineTest, TakesValuesInEveryForm) {
  EXPECT_EQ(parsed({"-n4"}).workers, 4);
  EXPECT_EQ(parsed({"-n", "4"}).workers, 4);
  EXPECT_EQ(parsed({"--numprocesses=4"}).workers, 4);
  EXPECT_EQ(parsed({"-n0"}).workers, 0);
  EXPECT_EQ(parsed({"-n4", "-nauto"}).workers, std::nullopt);
  EXPECT_EQ(parsed({"-kfoo and not bar"}).keyword, "foo and not bar");
  EXPECT_EQ(parsed({"-rA"}).report_chars, "A");
  EXPECT_EQ(parsed({"-vv"}).verbosity, 2);
  EXPECT_EQ(parsed({"-q", "-q"}).verbosity, -2);
  EXPECT_EQ(parsed({"--durations=0"}).durations, 0);
  EXPECT_EQ(parsed({"-x"}).maxfail, 1);
}

TEST_F(CommandLineTest, GivesReportsFilesOfTheirOwn) {
  EXPECT_THAT(error({"--junitxml=a", "--report-log=a"}), HasSubstr("are the same file, a"));
  EXPECT_THAT(error({"replay", "a", "--junitxml=a"}), HasSubstr("are the same file, a"));
}

TEST_F(CommandLineTest, KeepsPathsAndListsInOrder) {
  const model::Options o = parsed({"a", "--deselect", "x", "b", "--deselect=y", "c::D.e"});
  EXPECT_THAT(o.paths, ElementsAre("a", "b", "c::D.e"));
  EXPECT_THAT(o.deselect, ElementsAre("x", "y"));
}

TEST_F(CommandLineTest, WinsOverTheFile) {
  config("numprocesses = 8\ndist = 'loadfile'\nstrict-markers = true\ndeselect = ['a']\ntestpaths = ['t']\n");
  model::Options o = parsed({});
  EXPECT_EQ(o.workers, 8);
  EXPECT_EQ(o.dist, model::Dist::loadfile);
  EXPECT_TRUE(o.strict_markers);
  EXPECT_THAT(o.paths, ElementsAre(HasSubstr("/t")));
  o = parsed({"-n2", "--strict-markers=false", "--deselect=b", "p"});
  EXPECT_EQ(o.workers, 2);
  EXPECT_FALSE(o.strict_markers);
  EXPECT_THAT(o.deselect, ElementsAre("a", "b"));
  EXPECT_THAT(o.paths, ElementsAre("p"));
}

TEST_F(CommandLineTest, TakesNoNumberForAPathInTheFile) {
  config("junitxml = 3\n");
  EXPECT_THAT(error({}), HasSubstr("trireme.toml:1: 'junitxml' must be a string"));
}

TEST_F(CommandLineTest, ReadsTheProfileItNames) {
  config("dist = 'loadfile'\n[profile.ci]\ndist = 'each'\n");
  EXPECT_EQ(parsed({"--profile=ci"}).dist, model::Dist::each);
  EXPECT_EQ(parsed({"--profile", "ci", "--dist=no"}).dist, model::Dist::no);
}

TEST_F(CommandLineTest, SaysThatTheFileIsWrong) {
  config("dist = 'lod'");
  EXPECT_THAT(error({}), HasSubstr("trireme.toml: --dist takes one of"));
  config("[[test]]\nmatch = '*'\nargs = ['--gtest_filter=x']");
  EXPECT_THAT(error({}), HasSubstr("trireme.toml): name the tests"));
}

TEST_F(CommandLineTest, GivesTheRestToTheTests) {
  const model::Options o = parsed({"p", "--", "-n9", "--gtest_also_run_disabled_tests", "--"});
  EXPECT_THAT(o.test_args, ElementsAre("-n9", "--gtest_also_run_disabled_tests", "--"));
  EXPECT_EQ(o.workers, std::nullopt);
}

TEST_F(CommandLineTest, KeepsItsOwnFlagsFromTheTests) {
  EXPECT_THAT(error({"--", "--gtest_filter=A.*"}), HasSubstr("use -k"));
  EXPECT_THAT(error({"--", "-gtest_output=xml"}), HasSubstr("use --junitxml"));
  EXPECT_THAT(error({"--", "--gtest_repeat=3"}), HasSubstr("--gtest_repeat=3"));
  EXPECT_EQ(error({"--", "--gtest_filters", "--gtest_color=yes"}), "(no error)");
}

TEST_F(CommandLineTest, RemovesWhatSteersGoogleTest) {
  const model::Options o = parsed({}, {"HOME=/h", "GTEST_FILTER=x", "TESTBRIDGE_TEST_ONLY=y", "TRIREME_WORKER=gw9",
                                       "XML_OUTPUT_FILE=z", "TEST_PREMATURE_EXIT_FILE=w", "GTESTX=1", "TRIREME_MINE=1"});
  EXPECT_THAT(o.environment, ElementsAre("HOME=/h", "GTESTX=1", "TRIREME_MINE=1"));
  EXPECT_THAT(o.removed_variables,
              ElementsAre("GTEST_FILTER", "TESTBRIDGE_TEST_ONLY", "TEST_PREMATURE_EXIT_FILE", "XML_OUTPUT_FILE"));
}

TEST_F(CommandLineTest, HonoursNoColor) {
  EXPECT_EQ(parsed({}, {"NO_COLOR=1"}).color, model::Color::no);
  EXPECT_EQ(parsed({}, {"NO_COLOR="}).color, model::Color::automatic);
  EXPECT_EQ(parsed({"--color=yes"}, {"NO_COLOR=1"}).color, model::Color::yes);
}

TEST_F(CommandLineTest, TakesValuesBehindAnEqualSign) {
  const model::Options o = parsed({"-n=3", "-k=one and two"});
  EXPECT_EQ(o.workers, 3);
  EXPECT_EQ(o.keyword, "one and two");
  // An empty one is none, and not the next argument.
  EXPECT_THAT(parsed({"--profile=", "p"}).paths, ElementsAre("p"));
  EXPECT_THAT(parsed({"--cov-config=", "p"}).paths, ElementsAre("p"));
}

TEST_F(CommandLineTest, AnswersMistakesWithASentence) {
  EXPECT_EQ(error({"-x=3"}), "-x=3: -x takes no value; see trireme --help");
  EXPECT_EQ(error({"-vx=3"}), "-vx=3: -x takes no value; see trireme --help");
  EXPECT_THAT(error({"--maxfal=3"}), HasSubstr("unknown option --maxfal (did you mean --maxfail?)"));
  EXPECT_THAT(error({"-n", "-1"}), HasSubstr("-n"));
  EXPECT_EQ(error({"-n-1"}), "-n takes a number from 0 to 4096, 'auto' or 'logical', not '-1'");
  EXPECT_EQ(error({"-k"}), "-k needs a value; see trireme --help");
  EXPECT_THAT(error({"--only-rerun=a(b"}), HasSubstr("--only-rerun takes a regular expression (missing )"));
  EXPECT_EQ(error({"--timeout=soon"}), "--timeout takes a number of seconds, 0 or more, not 'soon'");
  EXPECT_EQ(error({"--timeout=nan"}), "--timeout takes a number of seconds, 0 or more, not 'nan'");
  EXPECT_EQ(error({"--maxfail=99999999999"}), "--maxfail takes a whole number, 0 or more, not '99999999999'");
  EXPECT_EQ(error({"--color=\x1b"}), "--color takes one of auto, yes, no, not '\\x1b'");
  EXPECT_THAT(error({"--strict-markers=maybe"}), HasSubstr("--strict-markers"));
}

TEST_F(CommandLineTest, ReplaysOneLog) {
  const auto command = parse({"replay", "log", "-v", "--junitxml=x"}, {});
  ASSERT_TRUE(command) << command.error().text;
  EXPECT_EQ(std::get<Replay>(*command).log, "log");
  EXPECT_EQ(std::get<Replay>(*command).options.junitxml, "x");
  EXPECT_THAT(error({"replay"}), HasSubstr("takes one file"));
  EXPECT_THAT(error({"replay", "a", "-n4"}), HasSubstr("unknown option -n4"));
}

TEST_F(CommandLineTest, BisectsOneTest) {
  config("timeout = 7\n");
  const auto command = parse({"bisect", "a::B.c", "--report-log=log", "--launcher=exec", "--", "--flag"}, {});
  ASSERT_TRUE(command) << command.error().text;
  const auto& [id, options] = std::get<Bisect>(*command);
  EXPECT_EQ(id, "a::B.c");
  EXPECT_EQ(options.report_log, "log");
  EXPECT_EQ(options.launcher, model::LauncherKind::exec);
  EXPECT_EQ(options.timeout, 7);
  EXPECT_THAT(options.test_args, ElementsAre("--flag"));
  EXPECT_THAT(error({"bisect", "--report-log=log"}), HasSubstr("takes one node id"));
  EXPECT_THAT(error({"bisect", "a", "b", "--report-log=log"}), HasSubstr("takes one node id"));
  EXPECT_THAT(error({"bisect", "a"}), HasSubstr("needs --report-log"));
  EXPECT_THAT(error({"bisect", "a", "-n4"}), HasSubstr("unknown option -n4"));
}

TEST_F(CommandLineTest, AsksWhoRunsALine) {
  EXPECT_EQ(std::get<AskCoverage>(*parse({"cov", "who", "a.cc:3"}, {})).place, "a.cc:3");
  for (const std::vector<std::string>& each : {std::vector<std::string>{"cov"}, {"cov", "who"}, {"cov", "whom", "a.cc:3"}}) {
    EXPECT_THAT(parse(each, {}).error().text, HasSubstr("trireme cov who src/parser.cc:120"));
  }
}

TEST_F(CommandLineTest, GivesEachTestAProcessWhereItIsAskedWhatEachRuns) {
  EXPECT_EQ(parsed({"--cov", "--cov-context=test"}).isolation, model::Isolation::test);
  EXPECT_EQ(parsed({"--cov-context=test"}).isolation, model::Isolation::automatic) << "nothing is measured";
  EXPECT_EQ(parsed({"--cov", "--cov-context=none", "--isolation=suite"}).isolation, model::Isolation::suite);
  EXPECT_THAT(error({"--cov", "--cov-context=test", "--isolation=suite"}), HasSubstr("a process of its own"));
  EXPECT_THAT(error({"--cov", "--cov-context=suite"}), HasSubstr("one of"));
}

TEST_F(CommandLineTest, ManagesDatabases) {
  const auto command = parse({"db", "drop", "a", "b", "--db-url=postgresql://c"}, {});
  ASSERT_TRUE(command) << command.error().text;
  const auto& [verb, names, options] = std::get<ManageDatabases>(*command);
  EXPECT_EQ(verb, "drop");
  EXPECT_THAT(names, ElementsAre("a", "b"));
  EXPECT_EQ(options.database.url, "postgresql://c");
  EXPECT_EQ(std::get<ManageDatabases>(*parse({"db", "list"}, {"TEST_DATABASE_URL=postgresql://d"})).options.database.url,
            "postgresql://d");
  EXPECT_THAT(error({"db"}), HasSubstr("takes one of list, drop"));
  EXPECT_THAT(error({"db", "lst"}), HasSubstr("not 'lst'"));
  EXPECT_THAT(error({"db", "drop"}), HasSubstr("db drop takes names"));
  EXPECT_THAT(error({"db", "psql", "a", "b"}), HasSubstr("db psql takes one name"));
  EXPECT_THAT(error({"db", "gc", "a"}), HasSubstr("db gc takes no names"));
  EXPECT_THAT(error({"db", "list", "--db=worker"}), HasSubstr("unknown option --db"));
}

TEST_F(CommandLineTest, GivesEachWorkerADatabaseWhereThereIsASchema) {
  EXPECT_EQ(parsed({}).database.chosen(), model::DatabaseMode::none);
  EXPECT_EQ(parsed({"--db-schema=a.sql"}).database.chosen(), model::DatabaseMode::worker);
  EXPECT_EQ(parsed({"--db-command=make"}).database.chosen(), model::DatabaseMode::worker);
  EXPECT_EQ(parsed({"--db-schema=a.sql", "--db=none"}).database.chosen(), model::DatabaseMode::none);
  EXPECT_EQ(parsed({"--db=shared"}).database.chosen(), model::DatabaseMode::shared);
}

TEST_F(CommandLineTest, TakesTheCommandLinesWordOnNoDatabaseForAllTests) {
  config("[[db]]\nmode = 'none'\n[[db]]\nmark = 'db'\nmode = 'test'\n");
  EXPECT_EQ(parsed({}).database.chosen(), model::DatabaseMode::none);
  EXPECT_EQ(parsed({}).database.rules.size(), 1U);
  EXPECT_EQ(parsed({"--db=worker"}).database.rules.size(), 1U);
  EXPECT_TRUE(parsed({"--db=none"}).database.rules.empty());
  EXPECT_THAT(error({"--isolation=suite"}), HasSubstr("give each test a process of its own"));
  EXPECT_EQ(parsed({"--isolation=suite", "--db=none"}).isolation, model::Isolation::suite);
}

TEST_F(CommandLineTest, LeavesTheCallersDatabaseToTestsOnlyWhereTheyGetNoOther) {
  const std::vector<std::string> caller = {"PGHOST=a", "PGSERVICE=b", "TEST_DATABASE_URL=c", "MINE=d", "PATH=e"};
  EXPECT_EQ(parsed({}, caller).environment, caller);
  config("[db]\nenv = 'MINE'\n");
  EXPECT_EQ(parsed({"--db=none"}, caller).environment, caller);
  const model::Options o = parsed({"--db=worker"}, caller);
  EXPECT_THAT(o.environment, ElementsAre("PATH=e"));
  EXPECT_THAT(o.removed_variables, ElementsAre("PGHOST", "PGSERVICE", "TEST_DATABASE_URL", "MINE"));
}

TEST_F(CommandLineTest, TakesTheCallersUrlWhereDatabasesAreAskedFor) {
  const std::vector<std::string> caller = {"TEST_DATABASE_URL=postgresql://a/b"};
  EXPECT_EQ(parsed({}, caller).database.url, "");
  for (const char* each : {"--db=worker", "--db-rebuild", "--db-bindir=x"}) {
    EXPECT_EQ(parsed({each}, caller).database.url, "postgresql://a/b");
    EXPECT_EQ(parsed({each}, caller).database.chosen(), model::DatabaseMode::worker);
  }
  EXPECT_EQ(parsed({"--db-url=postgres://c"}, caller).database.url, "postgres://c");
  EXPECT_EQ(parsed({"--db=worker", "--db-url=own"}, caller).database.url, "");
  config("[db]\nenv = 'MINE'\n");
  EXPECT_EQ(parsed({}, caller).database.url, "postgresql://a/b");
}

TEST_F(CommandLineTest, ShowsNoPassword) {
  EXPECT_THAT(parsed({"--db-url=postgresql://me:pw@c/d"}).repeated, ElementsAre("--db-url=postgresql://me@c/d"));
  EXPECT_THAT(error({"--db-url=host=c password=pw"}), testing::Not(HasSubstr("pw")));
}

TEST_F(CommandLineTest, RemembersWhatARepetitionNeeds) {
  config("[db]\nschema = 'a.sql'\n");
  const model::Options o = parsed({"--timeout=3", "--db=shared", "--db-command=a b"});
  EXPECT_THAT(o.repeated, ElementsAre("--db=shared", "--db-command=a b"));
  config("[profile.ci]\nmaxfail = 3\n");
  EXPECT_THAT(parsed({"--profile=ci"}).repeated, ElementsAre("--profile=ci"));
  EXPECT_EQ(o.database.command_directory, "");
}

TEST_F(CommandLineTest, RunsTheFilesCommandInTheFilesFolder) {
  config("[db]\ncommand = './migrate'\n");
  std::filesystem::create_directory("below");
  std::filesystem::current_path("below");
  const model::Options o = parsed({});
  EXPECT_EQ(o.database.command, "./migrate");
  EXPECT_EQ(o.database.command_directory, std::filesystem::canonical(directory_.path()));
}

TEST_F(CommandLineTest, KnowsWhatToMeasure) {
  config("[cov]\nbranch = true\nreport = ['term-missing', 'html:out']\nfail-under = 90.5\nomit = ['test/*']\n");
  EXPECT_FALSE(parsed({}).coverage.wanted());
  const model::Options o = parsed({"--cov", "build"});
  EXPECT_TRUE(o.coverage.wanted());
  EXPECT_THAT(o.coverage.sources, ElementsAre());
  EXPECT_THAT(o.paths, ElementsAre("build"));
  EXPECT_EQ(o.coverage.branches, model::CoverageBranches::useful);
  EXPECT_EQ(o.coverage.outputs->at(1).detail, "out");
  EXPECT_EQ(o.coverage.fail_under, "90.5");
  EXPECT_FALSE(parsed({"--cov", "--no-cov"}).coverage.wanted());
  EXPECT_EQ(parsed({"--cov-branch=all"}).coverage.branches, model::CoverageBranches::all);
}

TEST_F(CommandLineTest, KnowsOfNoCoverageOnFailureByTheTable) {
  config("no-cov-on-fail = true\n[cov]\nfail-under = 90\n");
  EXPECT_FALSE(parsed({"--cov"}).coverage.not_on_fail);
  EXPECT_THAT(parsed({"--cov"}).warnings, ElementsAre(HasSubstr("unknown key 'no-cov-on-fail'")));
  config("[cov]\nno-on-fail = true\n");
  EXPECT_TRUE(parsed({"--cov"}).coverage.not_on_fail);
  EXPECT_FALSE(parsed({"--cov", "--no-cov-on-fail=false"}).coverage.not_on_fail);
  config("[cov]\nno-cov-on-fail = true\n");
  EXPECT_THAT(parsed({"--cov"}).warnings, ElementsAre(HasSubstr("did you mean 'no-on-fail'?")));
}

TEST_F(CommandLineTest, TakesSourcesFromWhereTheyWereWritten) {
  config("[cov]\nsource = 'src'\n");
  std::filesystem::create_directory("below");
  std::filesystem::current_path("below");
  const std::string root = std::filesystem::canonical(directory_.path());
  EXPECT_THAT(parsed({"--cov=lib"}).coverage.sources, ElementsAre(root + "/src", root + "/below/lib"));
}

TEST_F(CommandLineTest, TakesCoverageFromAnotherFile) {
  config("junitxml = 'report.xml'\n[cov]\nsource = 'src'\nfail-under = 90\n[profile.ci.cov]\nbranch = true\n");
  std::filesystem::create_directory("ci");
  std::ofstream("ci/cov.toml") << "junitxml = 'other.xml'\n[cov]\nsource = 'lib'\nprecision = 2\nbranc = true\n";
  const model::Options o = parsed({"--cov-config", "ci/cov.toml", "--profile=ci"});
  const std::string root = std::filesystem::canonical(directory_.path());
  EXPECT_EQ(o.root, root);
  EXPECT_EQ(o.junitxml, "report.xml");
  EXPECT_THAT(o.coverage.sources, ElementsAre(root + "/ci/lib"));
  EXPECT_EQ(o.coverage.precision, 2);
  EXPECT_EQ(o.coverage.fail_under, "");
  EXPECT_EQ(o.coverage.branches, model::CoverageBranches::none);
  EXPECT_THAT(o.warnings, ElementsAre(HasSubstr("ci/cov.toml:5: unknown key 'branc' (did you mean 'branch'?)")));
  EXPECT_EQ(parsed({"--cov-config=ci/cov.toml", "--cov-precision=1"}).coverage.precision, 1);
}

TEST_F(CommandLineTest, RefusesAnotherFileForCoverageThatHasNone) {
  std::ofstream("none.toml") << "source = 'lib'\n";
  std::ofstream("bad.toml") << "[cov]\nprecision = 99\n";
  EXPECT_THAT(error({"--cov-config=none.toml"}), HasSubstr("none.toml has no table [cov]"));
  EXPECT_THAT(error({"--cov-config=bad.toml"}), AllOf(HasSubstr("bad.toml: "), HasSubstr("a number from 0 to 10")));
  EXPECT_THAT(error({"--cov-config=missing.toml"}), HasSubstr("missing.toml"));
}

TEST_F(CommandLineTest, TakesNothingForAValueOnlyWhenItIsGiven) {
  const model::Options o = parsed({"--cov-report=", "build"});
  EXPECT_THAT(o.paths, ElementsAre("build"));
  EXPECT_TRUE(o.coverage.outputs->empty());
  for (const std::string each : {"--cov-config=", "--profile="})
    EXPECT_THAT(parsed({each, "build"}).paths, ElementsAre("build"));
}

TEST_F(CommandLineTest, TakesBackTheFilesReports) {
  config("[cov]\nreport = ['html', 'xml']\n");
  EXPECT_EQ(parsed({}).coverage.outputs->size(), 2U);
  EXPECT_TRUE(parsed({"--cov-report="}).coverage.outputs->empty());
  EXPECT_EQ(parsed({"--cov-report=", "--cov-report=json"}).coverage.outputs->size(), 1U);
}

TEST_F(CommandLineTest, PrintsHelpAndVersion) {
  EXPECT_EQ(std::get<Print>(*parse({"--version"}, {})).text, "trireme " TRIREME_VERSION "\n");
  EXPECT_EQ(std::get<Print>(*parse({"-v", "--version"}, {})).text, "trireme " TRIREME_VERSION "\n");
  const std::string help = std::get<Print>(*parse({"-h"}, {})).text;
  for (const char* each : {"--junitxml PATH", "Exit codes:", "trireme replay LOG", "trireme bisect NODEID", "--isolation"})
    EXPECT_THAT(help, HasSubstr(each));
}

}  // namespace
}  // namespace trireme::options
