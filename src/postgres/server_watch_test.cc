#include "postgres/server_watch.h"

#include <gtest/gtest.h>

#include <functional>

#include "postgres/fake_supply.h"

namespace trireme::postgres {
namespace {

class ServerWatchTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(run(loop, watch.begin())); }

  bool until(const std::function<bool()>& condition) { return postgres::until(loop, condition); }

  asio::io_context loop;
  FakeServer server{loop};
  FakeSupply supply{server};
  ServerWatch watch{loop, supply};
};

TEST_F(ServerWatchTest, BelievesASessionThatStands) {
  EXPECT_TRUE(watch.takes_connections());
  EXPECT_EQ(server.sessions, 1);
}

TEST_F(ServerWatchTest, WaitsForAnotherSessionWhenItsOwnHasEnded) {
  server.refuses = "the database system is in recovery mode";
  server.end_sessions();
  ASSERT_TRUE(until([&] { return !watch.takes_connections(); }));
  const int refused = server.refused;
  ASSERT_TRUE(until([&] { return server.refused > refused + 2; })) << "it goes on asking";
  EXPECT_FALSE(watch.takes_connections());
  server.refuses = "";
  EXPECT_TRUE(until([&] { return watch.takes_connections(); }));
  EXPECT_EQ(server.sessions, 2);
}

TEST_F(ServerWatchTest, IsDoneWhenTheServerHasEnded) {
  server.refuses = "the database system is shutting down";
  server.end_sessions();
  ASSERT_TRUE(until([&] { return !watch.takes_connections(); }));
  supply.lost = "the server has ended";
  EXPECT_TRUE(until([&] { return watch.takes_connections(); })) << "the run hears of it by another way";
}

TEST_F(ServerWatchTest, EndsWhileItAsks) {
  ServerWatch another(loop, supply);
  ASSERT_TRUE(run(loop, another.begin()));
  server.refuses = "the database system is in recovery mode";
  server.end_sessions();
  EXPECT_TRUE(until([&] { return !another.takes_connections(); }));
}

}  // namespace
}  // namespace trireme::postgres
