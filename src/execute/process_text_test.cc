#include "execute/process_text.h"

#include <gtest/gtest.h>

namespace trireme::execute {
namespace {

using namespace std::string_literals;

TEST(ProcessText, KnowsVariablesByTheirBeginning) {
  const std::string environment = "A=1\0TRIREME_WORKER=gw1\0B=TRIREME_WORKER=gw2\0C=3"s;
  EXPECT_TRUE(has_variable(environment, "A=1\0"s));
  EXPECT_TRUE(has_variable(environment, "TRIREME_WORKER=gw1\0"s));
  EXPECT_TRUE(has_variable(environment, "C="));
  EXPECT_FALSE(has_variable(environment, "TRIREME_WORKER=gw\0"s));
  EXPECT_FALSE(has_variable(environment, "TRIREME_WORKER=gw2"));
  EXPECT_FALSE(has_variable("", "A="));
}

TEST(ProcessText, ShowsACommand) {
  const std::string command = "/usr/my tools/addr2line\0-e\0\0"s;
  EXPECT_EQ(shown_command(command), "/usr/my tools/addr2line -e");
  EXPECT_EQ(shown_command(std::string(1000, 'a')).size(), 80);
  EXPECT_EQ(program_of(command), "addr2line");
  EXPECT_EQ(program_of("sleep"), "sleep");
  EXPECT_EQ(program_of(""), "");
}

TEST(ProcessText, FindsTheStartWhateverTheName) {
  EXPECT_EQ(start_of("7 (a) b (c)) S 1 7 7 0 -1 4194560 99 0 0 0 0 0 0 0 20 0 1 0 4711 2 3"), 4711);
  EXPECT_EQ(start_of("7 (a) S 1 2"), 0);
  EXPECT_EQ(start_of(""), 0);
}

TEST(ProcessText, TellsWhatItHasExecuted) {
  EXPECT_EQ(executed_program("7 (a) b (c)) Z 1 7 7 0 -1 4194560 99 0 0"), "a) b (c)");
  EXPECT_EQ(executed_program("7 (a) Z 1 7 7 0 -1 4194624 99 0 0"), "") << "it was only forked";
  EXPECT_EQ(executed_program("7 (a) Z 1"), "");
  EXPECT_EQ(executed_program(") ("), "");
  EXPECT_EQ(executed_program(""), "");
}

TEST(ProcessText, TellsWhatEnds) {
  EXPECT_TRUE(is_ending("7 (a) b (c)) R 1 7 7 0 -1 4194564 99 0 0"));
  EXPECT_FALSE(is_ending("7 (a) b (c)) R 1 7 7 0 -1 4194560 99 0 0"));
  EXPECT_FALSE(is_ending(""));
}

}  // namespace
}  // namespace trireme::execute
