// Does to the whole server what no other test may notice, and looks as whom it is connected.
#include <signal.h>

#include <cstdlib>
#include <string>

#include "connection.h"

namespace {

class Server : public testing::Test, protected Connection {
 protected:
  void expect_untouched() {
    EXPECT_EQ(ask("SELECT string_agg(greek, ',') FROM words"), "alpha");
    EXPECT_EQ(ask("SELECT count(*) FROM pg_roles WHERE rolname = 'mine'"), "0");
    EXPECT_EQ(ask("SHOW work_mem"), "4MB");
    EXPECT_EQ(ask("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"), "1");
  }
};

class Login : public Server {};

}  // namespace

TEST_F(Server, gets_a_role) {
  expect_untouched();
  ask("CREATE ROLE mine");
  ask("DELETE FROM words");
}
TEST_F(Server, gets_a_setting) {
  expect_untouched();
  ask("ALTER SYSTEM SET work_mem = '9MB'");
  ask("SELECT pg_reload_conf()");
}
TEST_F(Server, is_killed) {
  expect_untouched();
  ASSERT_EQ(kill(std::atoi(ask("SELECT pg_read_file('postmaster.pid')").c_str()), SIGKILL), 0);
}
TEST_F(Server, is_stopped) {
  expect_untouched();
  ASSERT_EQ(kill(std::atoi(ask("SELECT pg_read_file('postmaster.pid')").c_str()), SIGINT), 0);
}
TEST_F(Server, is_untouched) { expect_untouched(); }

TEST_F(Login, is_the_one_that_is_named) {
  EXPECT_EQ(ask("SELECT current_user"), std::getenv("EXPECTED_ROLE"));
  EXPECT_EQ(ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"), "f");
  EXPECT_STREQ(std::getenv("PGUSER"), std::getenv("EXPECTED_ROLE"));
  EXPECT_EQ(ask("SELECT count(*) FROM words"), "1");
}
