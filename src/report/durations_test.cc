#include "report/durations.h"

#include <gtest/gtest.h>

namespace trireme::report {
namespace {

constexpr Style k_narrow{false, 25};

Durations filled(std::optional<int> wanted, bool tiny_too) {
  Durations durations(wanted, tiny_too);
  const auto add = [&](const char* id, const char* worker, double seconds) {
    model::TestFinished test;
    test.test.id = id;
    test.worker = worker;
    test.duration = seconds;
    durations.add(test);
  };
  add("tiny", "gw0", 0.001);
  add("slow", "gw0", 2.5);
  add("middle", "gw1", 0.25);
  add("never ran", "", 9);
  return durations;
}

TEST(Durations, the_slowest_first) { EXPECT_EQ(filled(1, false).text(k_narrow), "== slowest 1 durations ==\n2.50s slow\n"); }

TEST(Durations, all_but_the_tiny) {
  EXPECT_EQ(filled(0, false).text(k_narrow),
            "=== slowest durations ===\n2.50s slow\n0.25s middle\n"
            "(1 durations < 0.005s hidden.  Use -vv to show these durations.)\n");
}

TEST(Durations, all) { EXPECT_NE(filled(0, true).text(k_narrow).find("0.00s tiny\n"), std::string::npos); }

TEST(Durations, none_unless_asked_for) { EXPECT_EQ(filled({}, false).text(k_narrow), ""); }

}  // namespace
}  // namespace trireme::report
