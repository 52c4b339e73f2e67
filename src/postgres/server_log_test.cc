#include "postgres/server_log.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/temp_dir.h"

namespace trireme::postgres {
namespace {

constexpr const char* k_of_a = "2026-11-26 14:00:00.000 UTC [7] [a] ERROR:  wrong\n\tand more\n";
constexpr const char* k_of_b = "2026-11-26 14:00:00.000 UTC [8] [b] ERROR:  [a] wrong too\n\tof b\n";
constexpr const char* k_of_server = "2026-11-26 14:00:00.000 UTC [9] LOG:  I am [b]\n";

TEST(ServerLog, TellsDatabasesApart) {
  const std::string all = std::string(k_of_a) + k_of_b + k_of_server;
  EXPECT_EQ(lines_about("a", all), std::string(k_of_a) + k_of_server);
  EXPECT_EQ(lines_about("b", all), std::string(k_of_b) + k_of_server);
  EXPECT_EQ(lines_about("", all), all);
}

TEST(ServerLog, GivesWhatCameSinceATestBegan) {
  const base::TempDir directory = *base::make_temp_dir("server_log_test");
  const std::string file = directory.path() + "/log";
  std::ofstream log(file);
  ServerLog tested(file);
  EXPECT_EQ(tested.said("gw0", "a", 0), "");
  log << k_of_server << std::flush;
  tested.begin("gw0");
  EXPECT_EQ(tested.said("gw0", "a", 0), "");
  log << k_of_a << k_of_b << std::flush;
  EXPECT_EQ(tested.said("gw0", "a", 0), k_of_a);
  EXPECT_EQ(tested.said("gw1", "a", 0), "");
  for (int i = 0; i < 100'000; ++i) log << k_of_a;
  log << "2026 [1] [a] the last\n" << std::flush;
  const std::string a_lot = tested.said("gw0", "a", 0);
  EXPECT_LT(a_lot.size(), 20'000U);
  EXPECT_TRUE(a_lot.ends_with("the last\n"));
}

TEST(ServerLog, GivesWhatCameBeforeATestWasHeardToBegin) {
  const base::TempDir directory = *base::make_temp_dir("server_log_test");
  const std::string file = directory.path() + "/log";
  std::ofstream log(file);
  ServerLog tested(file);
  log << k_of_server << std::flush;
  tested.look(1);
  log << k_of_a << std::flush;
  tested.look(3);
  tested.begin("gw0");
  EXPECT_EQ(tested.said("gw0", "a", 2), k_of_a);
  EXPECT_EQ(tested.said("gw0", "a", 2), "") << "it was given to the test before";
  log << k_of_a << std::flush;
  tested.look(5);
  tested.begin("gw0");
  EXPECT_EQ(tested.said("gw0", "a", 6), "") << "of the test before, which passed";
}

TEST(ServerLog, MayBeMissing) {
  ServerLog none("");
  none.begin("gw0");
  EXPECT_EQ(none.said("gw0", "a", 0), "");
}

}  // namespace
}  // namespace trireme::postgres
