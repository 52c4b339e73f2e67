#include "collect/listing.h"

#include <elf.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"
#include "collect/program_files.h"

namespace trireme::collect {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

struct Ask : testing::Test {
  base::TempDir directory = base::make_temp_dir("ask-").value();

  void SetUp() override { setenv("XDG_CACHE_HOME", directory.path().c_str(), 1); }
  void TearDown() override { unsetenv("XDG_CACHE_HOME"); }

  Question question(const std::string& path) const { return {.path = path, .directory = directory.path()}; }
  // A program: `bytes` as a file of its own, last changed an hour ago.
  std::string program(const std::string& name, const std::string& bytes) const {
    const fs::path path = fs::path(directory.path()) / name;
    std::ofstream(path, std::ios::binary) << bytes;
    fs::permissions(path, fs::perms::owner_all);
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
    return path.string();
  }
  static std::string self() { return base::read_file("/proc/self/exe").value(); }
};

TEST_F(Ask, lists_this_program) {
  const auto answers = ask({question(fs::read_symlink("/proc/self/exe").string())}, {2}, directory.path());
  ASSERT_TRUE(answers.at(0)) << answers[0].error().text;
  EXPECT_TRUE(answers[0]->has_fail_fast);
  EXPECT_FALSE(answers[0]->too_old);
  const auto& tests = answers[0]->tests;
  const auto at = std::find_if(tests.begin(), tests.end(), [](const ListedTest& t) { return t.suite == "Ask"; });
  ASSERT_NE(at, tests.end());
  EXPECT_EQ(at->name, "lists_this_program");
  EXPECT_THAT(at->file, testing::EndsWith("collect/listing_test.cc"));
  EXPECT_GT(at->line, 10);
}

TEST_F(Ask, a_cached_program_is_not_executed) {
  const std::string path = program("test", self());
  ASSERT_TRUE(ask({question(path)}, {1}, directory.path()).at(0));
  // The same size, time and build id, but nothing that could answer: only the code is gone.
  std::string dead = self();
  Elf64_Ehdr header;
  std::memcpy(&header, dead.data(), sizeof header);
  header.e_entry = 1;
  std::memcpy(dead.data(), &header, sizeof header);
  const auto changed = fs::last_write_time(path);
  program("test", dead);
  fs::last_write_time(path, changed);
  const auto again = ask({question(path)}, {1}, directory.path());
  ASSERT_TRUE(again.at(0)) << again[0].error().text;
  EXPECT_FALSE(again[0]->tests.empty());

  fs::last_write_time(path, changed + std::chrono::seconds(1));
  EXPECT_FALSE(ask({question(path)}, {1}, directory.path()).at(0));
}

TEST_F(Ask, a_program_that_is_alone_is_started_for_each_worker_and_one_of_several_once) {
  forkserver::Stock stock;
  ASSERT_TRUE(ask({question(program("alone", self()))}, {4, 3}, directory.path(), &stock).at(0));
  EXPECT_THAT(stock.pids(), SizeIs(3));
  forkserver::Stock other;
  const std::vector<Question> two = {question(program("one", self())), question(program("two", self()))};
  for (const auto& answer : ask(two, {4, 3}, directory.path(), &other)) EXPECT_TRUE(answer);
  EXPECT_THAT(other.pids(), SizeIs(2));
}

TEST_F(Ask, a_program_without_googletest_says_so) {
  const auto answers = ask({question("/bin/true"), question("/bin/false")}, {2}, directory.path());
  EXPECT_THAT(answers.at(0).error().text, StartsWith("seems to be no GoogleTest program: it wrote no listing"));
  EXPECT_THAT(answers.at(1).error().text, StartsWith("seems to be no GoogleTest program: it ended with exit status 1"));
}

TEST_F(Ask, a_googletest_without_skipping_is_too_old) {
  std::string old = self();
  for (std::size_t at = 0; (at = old.find("[  SKIPPED ]", at)) != std::string::npos;) old[at] = '(';
  const auto answers = ask({question(program("old", old))}, {1}, directory.path());
  ASSERT_TRUE(answers.at(0)) << answers[0].error().text;
  EXPECT_TRUE(answers[0]->too_old);
}

TEST_F(Ask, a_wrapper_script_may_answer) {
  const std::string script = "#!/bin/sh\nexec " + fs::read_symlink("/proc/self/exe").string() + " \"$@\"\n";
  const auto answers = ask({question(program("wrapper", script))}, {1}, directory.path());
  ASSERT_TRUE(answers.at(0)) << answers[0].error().text;
  EXPECT_FALSE(answers[0]->tests.empty());
  EXPECT_FALSE(answers[0]->has_fail_fast);
}

TEST_F(Ask, a_damaged_listing_is_an_error) {
  const std::string script = "#!/bin/sh\nfor a; do case $a in --gtest_output=json:*) echo '{' > ${a#*json:};; esac; done\n";
  const auto answers = ask({question(program("damaged", script))}, {1}, directory.path());
  EXPECT_THAT(answers.at(0).error().text, HasSubstr("wrote a listing that is not valid JSON"));
}

}  // namespace
}  // namespace trireme::collect
