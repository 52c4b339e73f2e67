// A process of the server crashes, on which the server ends all sessions and then itself.
#include <signal.h>
#include <unistd.h>

#include "connection.h"

TEST(Crash, before) { Connection().ask("SELECT 1"); }
TEST(Crash, of_a_session) {
  Connection mine;
  Connection other;
  ASSERT_EQ(kill(std::atoi(other.ask("SELECT pg_backend_pid()").c_str()), SIGKILL), 0);
  while (PQconsumeInput(mine.raw()) != 0) usleep(100);
}
TEST(Crash, then_one) { Connection().ask("SELECT 1"); }
TEST(Crash, then_another) { Connection().ask("SELECT 1"); }
