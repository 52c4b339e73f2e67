// Run by tests/e2e/test_isolated_database.py, on servers of several kinds.
#include <trireme/googletest.h>

#include <csignal>
#include <string>

using Isolated = trireme::IsolatedDbTest;

TEST_F(Isolated, is_like_the_template) { EXPECT_EQ(database.execute("SELECT greek FROM words").value(), "alpha"); }
TEST_F(Isolated, belongs_to_the_run) {
  const std::string mine = trireme::Engine::instance().connection()->execute("SELECT current_database()").value();
  EXPECT_EQ(database.name().rfind(mine + "_", 0), 0U) << database.name();
}
TEST_F(Isolated, is_left_by_a_crash) { std::raise(SIGKILL); }
