#include "collect/listing_cache.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/fd.h"
#include "base/temp_dir.h"

namespace trireme::collect {
namespace {

namespace fs = std::filesystem;

std::int64_t seconds_ago(std::int64_t seconds) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() - seconds * 1'000'000'000;
}

struct Cache : testing::Test {
  base::TempDir directory = base::make_temp_dir("cache-").value();
  const std::string entries = directory.path() + "/home/trireme/listings";
  ProgramFile program{.path = "/p/test", .size = 10, .changed = seconds_ago(10), .build_id = "ab"};
  ProgramFile library{.path = "/p/libx.so", .size = 20, .changed = seconds_ago(10)};
  const std::vector<ProgramFile*> files = {&program, &library};
  Question question{.path = "/p/test", .directory = "/d", .args = {"-v"}, .environment = {"A=1", "SHLVL=1"}};
  Listing listing{.tests = {{"Suite", "λ\n\xff", "a.cc", 3, "int", ""}, {"Suite", "", "", 0, "", ""}}, .has_fail_fast = true};

  void SetUp() override { setenv("XDG_CACHE_HOME", (directory.path() + "/home").c_str(), 1); }
  void TearDown() override { unsetenv("XDG_CACHE_HOME"); }

  void keep() const { ListingCache().keep(question, files, listing); }
  bool holds() const { return ListingCache().find(question, files).has_value(); }
  std::size_t count() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(entries), fs::directory_iterator()));
  }
  std::string only_entry() const { return fs::directory_iterator(entries)->path().string(); }
};

TEST_F(Cache, gives_back_what_was_kept) {
  EXPECT_FALSE(holds());
  keep();
  const auto found = ListingCache().find(question, files);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->has_fail_fast);
  ASSERT_EQ(found->tests.size(), 2U);
  EXPECT_EQ(found->tests[0].suite, "Suite");
  EXPECT_EQ(found->tests[0].name, "λ\n\xff");
  EXPECT_EQ(found->tests[0].file, "a.cc");
  EXPECT_EQ(found->tests[0].line, 3);
  EXPECT_EQ(found->tests[0].type_param, "int");
}

TEST_F(Cache, a_program_without_tests_is_kept_too) {
  listing = {};
  keep();
  EXPECT_TRUE(holds());
}

TEST_F(Cache, any_change_of_the_files_is_a_miss) {
  keep();
  const ProgramFile old = program;
  const auto misses_after = [&](auto change) {
    change(program);
    const bool missed = !holds();
    program = old;
    return missed;
  };
  EXPECT_TRUE(misses_after([](ProgramFile& file) { file.size += 1; }));
  EXPECT_TRUE(misses_after([](ProgramFile& file) { file.changed += 1; }));
  EXPECT_TRUE(misses_after([](ProgramFile& file) { file.build_id = "ac"; }));
  EXPECT_TRUE(holds());
  library.changed += 1;
  EXPECT_FALSE(holds());
}

TEST_F(Cache, any_change_of_the_launch_is_a_miss) {
  keep();
  const Question old = question;
  const auto misses_after = [&](auto change) {
    change(question);
    const bool missed = !holds();
    question = old;
    return missed;
  };
  EXPECT_TRUE(misses_after([](Question& q) { q.directory = "/e"; }));
  EXPECT_TRUE(misses_after([](Question& q) { q.args = {"-", "v"}; }));
  EXPECT_TRUE(misses_after([](Question& q) { q.environment = {"A=2"}; }));
  EXPECT_TRUE(misses_after([](Question& q) { q.environment.push_back("B=1"); }));
  question.environment[1] = "SHLVL=2";
  EXPECT_TRUE(holds());
}

TEST_F(Cache, a_new_version_replaces_the_old) {
  keep();
  program.size = 11;
  keep();
  EXPECT_TRUE(holds());
  EXPECT_EQ(count(), 1U);
}

TEST_F(Cache, tests_that_may_come_from_data_are_not_kept) {
  listing.tests[0].value_param = "1";
  keep();
  EXPECT_FALSE(holds());
  listing.tests = {{"Suite", "a", "a.cc", 3, "", ""}, {"Suite", "b", "a.cc", 3, "", ""}};
  keep();
  EXPECT_FALSE(holds());
  listing.tests[1].suite = "Typed/1";
  keep();
  EXPECT_TRUE(holds());
}

TEST_F(Cache, a_file_that_may_still_change_is_not_kept) {
  library.changed = seconds_ago(0);
  keep();
  EXPECT_FALSE(holds());
  library.changed = seconds_ago(-100);
  keep();
  EXPECT_FALSE(holds());
}

TEST_F(Cache, what_is_no_elf_file_is_not_kept) {
  ListingCache().keep(question, {}, listing);
  EXPECT_FALSE(ListingCache().find(question, {}));
}

TEST_F(Cache, names_with_a_nul_are_not_kept) {
  for (const std::size_t nuls : {1U, 6U}) {
    listing.tests[0].name = std::string(nuls, '\0');
    keep();
    EXPECT_FALSE(holds()) << nuls;
  }
}

TEST_F(Cache, a_damaged_entry_is_none) {
  keep();
  const std::string entry = only_entry();
  const std::string whole = base::read_file(entry).value();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    std::ofstream(entry, std::ios::binary) << damaged;
    EXPECT_FALSE(holds()) << "byte " << i;
    std::ofstream(entry, std::ios::binary) << whole.substr(0, i);
    EXPECT_FALSE(holds()) << "cut at " << i;
  }
  std::ofstream(entry, std::ios::binary) << whole;
  EXPECT_TRUE(holds());
}

TEST_F(Cache, is_private) {
  keep();
  struct stat status {};
  for (const std::string& own : {entries, directory.path() + "/home/trireme"}) {
    ASSERT_EQ(stat(own.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700U) << own;
  }
}

TEST_F(Cache, a_directory_others_may_write_is_not_used) {
  keep();
  for (const std::string& own : {entries, directory.path() + "/home/trireme"}) {
    chmod(own.c_str(), 0770);
    EXPECT_FALSE(holds()) << own;
    chmod(own.c_str(), 0700);
    EXPECT_TRUE(holds()) << own;
  }
}

TEST_F(Cache, without_a_home_nothing_is_kept) {
  const char* home = getenv("HOME");
  const std::string old = home != nullptr ? home : "/";
  unsetenv("HOME");
  setenv("XDG_CACHE_HOME", "relative", 1);
  keep();
  ListingCache().prune();
  EXPECT_FALSE(holds());
  EXPECT_FALSE(fs::exists("relative"));
  setenv("HOME", old.c_str(), 1);
}

TEST_F(Cache, old_entries_are_pruned) {
  keep();
  ListingCache().prune();
  EXPECT_EQ(count(), 1U);
  fs::last_write_time(only_entry(), fs::file_time_type::clock::now() - std::chrono::hours(24 * 31));
  ListingCache().prune();
  EXPECT_EQ(count(), 0U);
}

}  // namespace
}  // namespace trireme::collect
