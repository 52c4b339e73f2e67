#include "collect/gather.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/temp_dir.h"

namespace trireme::collect {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

Listing listing(const std::vector<std::string>& names) {
  Listing result;
  for (const std::string& name : names) {
    const auto dot = name.find('.');
    ListedTest test;
    test.suite = name.substr(0, dot);
    test.name = name.substr(dot + 1);
    test.file = "x_test.cc";
    test.line = static_cast<int>(result.tests.size()) + 1;
    result.tests.push_back(test);
  }
  return result;
}

// Programs a/one and two in the root; a directory holds all of them that lie in it.
class Gather : public testing::Test {
 protected:
  void SetUp() override {
    options_.root = options_.directory = dir_.path();
    std::filesystem::create_directories(dir_.path() + "/a");
    answers_["a/one"] = listing({"A.x", "A.y", "B.z"});
    answers_["two"] = listing({"C.DISABLED_c", "C.d"});
    surroundings_.ask = [this](const std::vector<Question>& questions) {
      asked_ = questions;
      std::vector<base::Result<Listing>> answers;
      for (const Question& question : questions) answers.push_back(answers_.at(relative(question.path)));
      return answers;
    };
    surroundings_.find = [this](const std::string& directory) {
      std::vector<std::string> found;
      for (const auto& [name, answer] : answers_) {
        if ((dir_.path() + "/" + name).find(directory + "/") == 0) found.push_back(dir_.path() + "/" + name);
      }
      return found;
    };
    surroundings_.holds_googletest = [this](const std::string& path) { return relative(path) != "two"; };
  }

  std::string relative(const std::string& path) const { return path.substr(dir_.path().size() + 1); }

  model::Collection collect(const std::vector<std::string>& paths) {
    for (const auto& [name, answer] : answers_) std::ofstream(dir_.path() + "/" + name) << "x";
    options_.paths = paths;
    return gather(options_, surroundings_);
  }

  std::vector<std::string> ids(const std::vector<std::string>& paths) {
    const model::Collection collection = collect(paths);
    EXPECT_THAT(collection.usage_errors, IsEmpty());
    std::vector<std::string> result;
    for (const model::TestCase& test : collection.tests) result.push_back(test.id);
    return result;
  }

  base::TempDir dir_ = *base::make_temp_dir("trireme-gather-");
  model::Options options_;
  std::map<std::string, base::Result<Listing>> answers_;
  std::vector<Question> asked_;
  Surroundings surroundings_;
};

TEST_F(Gather, NoPathsMeanTheWorkingDirectory) {
  EXPECT_THAT(ids({}), ElementsAre("a/one::A.x", "a/one::A.y", "a/one::B.z", "two::C.DISABLED_c", "two::C.d"));
  options_.directory += "/a";
  EXPECT_THAT(ids({}), ElementsAre("a/one::A.x", "a/one::A.y", "a/one::B.z"));
}

TEST_F(Gather, KeepsTheOrderOfPathsAndTakesEachTestOnce) {
  EXPECT_THAT(ids({"a/one::B.z", "two::C", "a", "a/one::A.y", "./two"}),
              ElementsAre("a/one::B.z", "two::C.DISABLED_c", "two::C.d", "a/one::A.x", "a/one::A.y"));
  EXPECT_EQ(asked_.size(), 2u);
  EXPECT_THAT(ids({"a/one::A.x@gw1", "a/one::A.x@gw0"}), ElementsAre("a/one::A.x"));
}

TEST_F(Gather, AFileReachedTwiceIsOneButNamesThatWereTypedAreAllMeant) {
  std::filesystem::create_directory_symlink("a", dir_.path() + "/again");
  std::filesystem::create_symlink("a/one", dir_.path() + "/link");
  answers_["again/one"] = answers_["link"] = answers_["a/one"];
  EXPECT_THAT(ids({"a", "again", "link", "again/one"}), ElementsAre("a/one::A.x", "a/one::A.y", "a/one::B.z"));
  EXPECT_THAT(ids({"link::B.z", "again"}), ElementsAre("link::B.z", "link::A.x", "link::A.y"));
  EXPECT_THAT(ids({"link::B.z", "a/one::B.z"}), ElementsAre("link::B.z", "a/one::B.z"));
}

TEST_F(Gather, FilesThatAreGoneAreNotTheSameOne) {
  surroundings_.find = [this](const std::string&) {
    std::vector<std::string> found;
    for (const auto& [name, answer] : answers_) {
      std::filesystem::remove(dir_.path() + "/" + name);
      found.push_back(dir_.path() + "/" + name);
    }
    return found;
  };
  collect({});
  EXPECT_EQ(asked_.size(), 2U);
}

TEST_F(Gather, FillsInTheTestCase) {
  options_.timeout = 7;
  answers_["two"]->has_fail_fast = true;
  answers_["two"]->tests[1].value_param = "3";
  const model::Collection collection = collect({"two"});
  ASSERT_EQ(collection.tests.size(), 2u);
  const model::TestCase& test = collection.tests[1];
  EXPECT_EQ(test.suite + "|" + test.name + "|" + test.file + "|" + test.value_param, "C|d|x_test.cc|3");
  EXPECT_EQ(test.line, 2);
  EXPECT_EQ(test.timeout, 7);
  EXPECT_TRUE(collection.tests[0].disabled);
  EXPECT_FALSE(test.disabled);
  ASSERT_EQ(collection.binaries.size(), 1u);
  EXPECT_EQ(collection.binaries[0].path, dir_.path() + "/two");
  EXPECT_EQ(collection.binaries[0].name, "two");
  EXPECT_TRUE(collection.binaries[0].has_fail_fast);
}

TEST_F(Gather, CountsWhatSelectionLeavesOut) {
  options_.keyword = "A or c";
  options_.deselect = {"a/one::A.y"};
  EXPECT_THAT(ids({"a/one", "two::C.d"}), ElementsAre("a/one::A.x", "a/one::B.z", "two::C.d"));
  options_.keyword = "a.x";
  EXPECT_EQ(collect({"a", "two::C.d", "two"}).deselected, 4u);
}

TEST_F(Gather, TestsShareALaunchOnlyIfItIsTheSame) {
  options_.environment = {"V=0", "W=0"};
  options_.test_args = {"--gtest_also_run_disabled_tests"};
  options_.rules.resize(3);
  options_.rules[0].match = "a/one::B.*";
  options_.rules[0].environment = {{"V", "1"}};
  options_.rules[1].match = "*.y";
  options_.rules[1].marks = {"slow"};
  options_.rules[2].match = "two*";
  options_.rules[2].args = {"--fixture"};
  options_.rules[2].environment = {{"W", "1"}};
  const model::Collection collection = collect({});
  ASSERT_EQ(collection.tests.size(), 5u);
  ASSERT_EQ(collection.launches.size(), 3u);
  EXPECT_EQ(collection.tests[0].launch, collection.tests[1].launch);
  EXPECT_THAT(collection.tests[1].marks, ElementsAre("slow"));
  EXPECT_THAT(collection.launches[collection.tests[2].launch].environment, ElementsAre("V=1"));
  EXPECT_EQ(collection.launches[collection.tests[3].launch].binary, 1u);
  EXPECT_FALSE(collection.tests[3].disabled);

  EXPECT_THAT(asked_[0].args, ElementsAre("--gtest_also_run_disabled_tests"));
  EXPECT_THAT(asked_[0].environment, ElementsAre("V=0", "W=0"));
  EXPECT_THAT(asked_[1].args, ElementsAre("--fixture", "--gtest_also_run_disabled_tests"));
  EXPECT_THAT(asked_[1].environment, ElementsAre("V=0", "W=1"));
}

TEST_F(Gather, ANameGivenTwiceIsAnErrorThatNamesBothPlaces) {
  answers_["a/one"] = listing({"A.x", "B.z", "A.x"});
  const model::Collection collection = collect({"a/one::B.z", "a", "two::C.d"});
  ASSERT_EQ(collection.errors.size(), 1u);
  EXPECT_EQ(collection.errors[0].path, "a/one::A.x");
  EXPECT_THAT(collection.errors[0].text, HasSubstr("x_test.cc:1 and at x_test.cc:3"));
  ASSERT_EQ(collection.tests.size(), 1u);
  EXPECT_EQ(collection.tests[0].id, "two::C.d");
}

TEST_F(Gather, ABrokenProgramIsACollectionErrorATypedOtherFileAUsageError) {
  answers_["a/one"] = base::fail("crashed");
  answers_["two"] = base::fail("seems to be none");
  const model::Collection found = collect({});
  EXPECT_THAT(found.usage_errors, IsEmpty());
  ASSERT_EQ(found.errors.size(), 2u);
  EXPECT_EQ(found.errors[0].path + " " + found.errors[0].text, "a/one crashed");

  const model::Collection typed = collect({"two", "a/one::A.x", "a/one::A.y"});
  EXPECT_THAT(typed.usage_errors, ElementsAre("two seems to be none"));
  ASSERT_EQ(typed.errors.size(), 1u);
  EXPECT_EQ(typed.errors[0].path, "a/one");
}

TEST_F(Gather, AnOldGoogleTestIsAUsageError) {
  answers_["two"]->too_old = true;
  const model::Collection collection = collect({});
  EXPECT_THAT(collection.usage_errors, ElementsAre(StartsWith("two uses a GoogleTest older than 1.10")));
  EXPECT_EQ(collection.tests.size(), 3u);
}

TEST_F(Gather, NamesThatAreNotThereAreUsageErrorsWithTheNearest) {
  EXPECT_THAT(collect({"a/one::A.q", "a/one::Nope.q", "two::", "two"}).usage_errors,
              ElementsAre("not found: a/one::A.q (no match in a/one; did you mean 'a/one::A.x'?)",
                          "not found: a/one::Nope.q (no match in a/one; see its tests with --collect-only)",
                          "not found: two:: (no match in two; did you mean 'two::C'?)"));
}

TEST_F(Gather, WhatIsSaidOfATypedNameIsPrintable) {
  answers_["two"] = listing({"C.esc\x1b[31m"});
  EXPECT_THAT(collect({"two::C.esx\x1b[31m"}).usage_errors,
              ElementsAre("not found: two::C.esx\\x1b[31m (no match in two; did you mean 'two::C.esc\\x1b[31m'?)"));
  EXPECT_THAT(ids({"two::C.esc\\x1b[31m"}), ElementsAre("two::C.esc\x1b[31m"));
}

TEST_F(Gather, NothingIsAskedAfterAUsageError) {
  options_.keyword = "(";
  EXPECT_THAT(collect({"a", "nowhere/at/all"}).usage_errors,
              ElementsAre(StartsWith("Wrong expression passed to '-k': (: at column 2"),
                          StartsWith("file or directory not found: nowhere/at/all")));
  EXPECT_THAT(asked_, IsEmpty());
}

}  // namespace
}  // namespace trireme::collect
