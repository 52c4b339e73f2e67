#include "postgres/pool.h"

#include <gmock/gmock.h>

#include <functional>

#include "postgres/fake_server.h"
#include "postgres/fake_supply.h"
#include "postgres/liveness.h"

namespace trireme::postgres {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::StartsWith;
using Answer = std::optional<base::Result<std::string>>;

class PoolTest : public testing::Test {
 protected:
  PoolTest() {
    server.answer("EXECUTE trireme_sessions", {.rows = {{"0"}}, .error = ""});
    server.answer("EXECUTE trireme_state", [this](const std::string& sql) {
      return Reply{.rows = {{written.find(sql) == std::string::npos ? "as made" : "written", "settings"}}, .error = ""};
    });
  }

  void fill(int workers) {
    pool.emplace(loop, supply, workers);
    ASSERT_TRUE(run(loop, pool->fill()));
  }

  // Lets the pool work until this is so.
  bool until(const std::function<bool()>& condition) { return postgres::until(loop, condition); }
  // … or until it does nothing any more. Its own pauses are shorter than 5 ms, but for sessions that stay.
  void wait(std::chrono::milliseconds quiet = std::chrono::milliseconds(100)) {
    loop.restart();
    while (loop.run_one_for(quiet) > 0) {
    }
  }

  // Waits as a worker does.
  base::Result<std::string> next(const std::string& worker) {
    Answer answer;
    const bool came = until([&] { return (answer = pool->hand_out(worker)).has_value(); });
    if (!came) return base::fail("there is no answer");
    return *answer;
  }
  bool is_removed(const std::string& name) {
    return until([&] { return std::count(supply.removed.begin(), supply.removed.end(), name) > 0; });
  }

  // A test of gw0 has used it and is gone.
  std::string after_a_test() {
    const std::string name = next("gw0").value_or("none");
    pool->take_back("gw0", false);
    return name;
  }
  // What is written can be taken back, from one table.
  void can_undo() {
    server.answer("SELECT c.oid", {.rows = {{"7", "0", "public.words"}}, .error = ""});
    server.answer("SELECT unnest", {.rows = {{"1"}}, .error = ""});
    server.answer("SELECT mod", {.rows = {{"700"}}, .error = ""});
    server.answer("EXECUTE trireme_counts", [this](const std::string&) {
      return Reply{.rows = {{"1", std::to_string(++rows), "0", "0"}}, .error = ""};
    });
    server.answer("WITH", {.rows = {{"t", ""}}, .error = ""});
  }
  // Each test writes, and its database is looked at before the next one.
  void write_in(int tests) {
    server.answer("EXECUTE trireme_state", [this](const std::string&) {
      return Reply{.rows = {{std::to_string(++writes), "settings"}}, .error = ""};
    });
    for (int i = 0; i < tests; ++i) {
      after_a_test();
      wait(std::chrono::milliseconds(5));
    }
  }
  // All tests undone need it twice, others once.
  [[nodiscard]] long tries() const {
    return std::count(server.statements.begin(), server.statements.end(), "EXECUTE trireme_counts");
  }
  void have_sequences() {
    server.answer("SELECT format", {.rows = {{"public.numbers"}}, .error = ""});
    server.answer("EXECUTE trireme_sequences", {.rows = {{"setval('public.numbers', 1, 'f')"}}, .error = ""});
  }

  asio::io_context loop;
  FakeServer server{loop};
  FakeSupply supply{server};
  int writes = 0;
  int rows = 0;
  std::string written;  // the statements of which the database was written to
  std::optional<Pool> pool;
};

TEST_F(PoolTest, HasADatabaseForEachWorkerBeforeTheFirstTest) {
  fill(3);
  EXPECT_EQ(supply.made.size(), 3);
  for (const char* worker : {"gw0", "gw1", "gw2"}) EXPECT_TRUE(pool->hand_out(worker)) << worker;
  EXPECT_FALSE(pool->hand_out("gw3"));
  EXPECT_TRUE(next("gw3"));
}

TEST_F(PoolTest, HandsOutAgainWhatNobodyWroteTo) {
  fill(1);
  const std::string first = after_a_test();
  ASSERT_TRUE(until([&] { return server.statements.back().starts_with("EXECUTE trireme_state"); }));
  wait();
  EXPECT_EQ(next("gw0"), first);
  EXPECT_THAT(supply.removed, ElementsAre());
}

TEST_F(PoolTest, DropsWhatWasWrittenTo) {
  fill(1);
  const std::string first = next("gw0").value();
  written = "EXECUTE trireme_state ('" + first + "')";
  pool->take_back("gw0", false);
  EXPECT_TRUE(is_removed(first));
  EXPECT_NE(next("gw0"), first);
}

TEST_F(PoolTest, HandsOutAgainWhatItHasUndone) {
  can_undo();
  fill(1);
  const std::string first = next("gw0").value();
  written = "EXECUTE trireme_state ('" + first + "')";
  pool->take_back("gw0", false);
  ASSERT_TRUE(until([&] { return std::count(server.statements.begin(), server.statements.end(), written) == 3; }));
  wait();
  EXPECT_EQ(next("gw0"), first);
  EXPECT_THAT(supply.removed, ElementsAre());
}

TEST_F(PoolTest, DropsWhatCannotBeUndone) {
  can_undo();
  fill(1);
  server.answer("WITH", {.rows = {{"f", ""}}, .error = ""});
  const std::string first = next("gw0").value();
  written = "EXECUTE trireme_state ('" + first + "')";
  pool->take_back("gw0", false);
  EXPECT_TRUE(is_removed(first));
}

TEST_F(PoolTest, DropsWhatHasOtherSettings) {
  can_undo();
  fill(1);
  server.answer("EXECUTE trireme_state", {.rows = {{"as made", "other settings"}}, .error = ""});
  EXPECT_TRUE(is_removed(after_a_test()));
  EXPECT_THAT(server.statements, Not(Contains("EXECUTE trireme_counts")));
}

TEST_F(PoolTest, UndoesNotForEver) {
  can_undo();
  fill(1);
  write_in(100);
  EXPECT_THAT(supply.removed, ElementsAre());
  write_in(1);
  EXPECT_THAT(supply.removed, ElementsAre("test1"));
}

TEST_F(PoolTest, TriesOnlyNowAndThenToUndoAfterItWasInVain) {
  can_undo();
  server.answer("WITH", {.rows = {{"f", ""}}, .error = ""});
  fill(1);
  write_in(4);
  EXPECT_EQ(tries(), 4);
  write_in(12);
  EXPECT_EQ(tries(), 4);
  write_in(1);
  EXPECT_EQ(tries(), 5);
  EXPECT_EQ(supply.removed.size(), 17);
}

TEST_F(PoolTest, UndoesAllAgainAfterOneThatCould) {
  can_undo();
  server.answer("WITH", {.rows = {{"f", ""}}, .error = ""});
  fill(1);
  write_in(16);
  server.answer("WITH", {.rows = {{"t", ""}}, .error = ""});
  const long before = tries();
  write_in(10);
  EXPECT_EQ(tries(), before + 20);
  EXPECT_EQ(supply.removed.size(), 16);
}

TEST_F(PoolTest, MakesMoreAtOnceForWorkersThatWait) {
  supply.time_to_add = std::chrono::milliseconds(50);
  fill(4);
  EXPECT_EQ(supply.most_adding, 2);
  for (const char* worker : {"gw0", "gw1", "gw2", "gw3"}) {
    written += "EXECUTE trireme_state ('" + next(worker).value_or("none") + "')";
  }
  for (const char* worker : {"gw0", "gw1", "gw2", "gw3"}) pool->take_back(worker, false);
  for (const char* worker : {"gw0", "gw1", "gw2", "gw3"}) EXPECT_FALSE(pool->hand_out(worker));
  for (const char* worker : {"gw0", "gw1", "gw2", "gw3"}) EXPECT_TRUE(next(worker));
  EXPECT_EQ(supply.most_adding, 4);
}

TEST_F(PoolTest, DropsAllOnServersWhoseCountersComeLate) {
  server.version = "14.9";
  fill(1);
  EXPECT_TRUE(is_removed(after_a_test()));
  EXPECT_THAT(server.statements, Not(Contains(StartsWith("EXECUTE trireme_sessions"))));
}

TEST_F(PoolTest, EndsSessionsThatStayAndDropsTheirDatabase) {
  fill(1);
  server.answer("EXECUTE trireme_sessions", {.rows = {{"1"}}, .error = ""});
  EXPECT_TRUE(is_removed(after_a_test()));
  EXPECT_THAT(server.statements, Contains(testing::HasSubstr("pg_terminate_backend")));
}

TEST_F(PoolTest, WaitsForSessionsThatAreAboutToEnd) {
  fill(1);
  int asked = 0;
  server.answer("EXECUTE trireme_sessions",
                [&](const std::string&) { return Reply{.rows = {{++asked < 3 ? "1" : "0"}}, .error = ""}; });
  const std::string first = after_a_test();
  ASSERT_TRUE(until([&] { return asked == 3; }));
  wait();
  EXPECT_EQ(next("gw0"), first);
}

TEST_F(PoolTest, DropsADatabaseWhoseSequenceWentOn) {
  have_sequences();
  fill(1);
  server.answer("EXECUTE trireme_sequences", {.rows = {{"setval('public.numbers', 2, 't')"}}, .error = ""});
  EXPECT_TRUE(is_removed(after_a_test()));
}

TEST_F(PoolTest, DropsADatabaseWhoseSequencesCannotBeRead) {
  have_sequences();
  fill(1);
  server.answer("EXECUTE trireme_sequences", k_ends_session);
  EXPECT_TRUE(is_removed(after_a_test()));
}

TEST_F(PoolTest, GoesOnWithAnotherConnectionWhenATestHasEndedItsOwn) {
  fill(1);
  bool ended = false;
  server.answer("EXECUTE trireme_sessions", [&](const std::string&) {
    return std::exchange(ended, true) ? Reply{.rows = {{"0"}}, .error = ""} : k_ends_session;
  });
  const int before = server.sessions;
  const std::string first = after_a_test();
  ASSERT_TRUE(until([&] { return server.sessions > before; }));
  wait();
  EXPECT_EQ(next("gw0"), first);
}

TEST_F(PoolTest, TakesNoDatabaseForCleanOfWhichItKnowsNothing) {
  fill(1);
  server.answer("EXECUTE trireme_sessions", k_ends_session);
  EXPECT_TRUE(is_removed(after_a_test()));
}

TEST_F(PoolTest, SaysOnceWhyThereIsNoDatabaseAndTriesAgain) {
  fill(1);
  supply.refusal = "the disk is full";
  const std::string first = next("gw0").value();
  written = "EXECUTE trireme_state ('" + first + "')";
  pool->take_back("gw0", false);
  const auto none = next("gw0");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().text, "the disk is full");
  supply.refusal = "";
  EXPECT_TRUE(next("gw0"));
}

TEST_F(PoolTest, LeavesAllToTheEndWhereTheServerDropsNone) {
  supply.refusal_to_remove = k_drops_none;
  fill(1);
  write_in(10);
  EXPECT_EQ(supply.removed.size(), 1);
  EXPECT_GT(supply.made.size(), 10);
}

TEST_F(PoolTest, WaitsForRoomThatOthersWillMake) {
  fill(2);
  supply.refusal = "the disk is full";
  const std::string used = next("gw0").value();
  ASSERT_TRUE(next("gw1"));
  wait();
  EXPECT_FALSE(pool->hand_out("gw2"));
  wait();
  EXPECT_FALSE(pool->hand_out("gw2"));
  pool->take_back("gw0", false);
  EXPECT_EQ(next("gw2"), used);
}

TEST_F(PoolTest, RemovesADatabaseOfWhichNothingIsKnown) {
  server.answer("EXECUTE trireme_state", failing("no state"));
  pool.emplace(loop, supply, 1);
  const auto filled = run(loop, pool->fill());
  ASSERT_FALSE(filled);
  EXPECT_EQ(filled.error().text, "no state");
  EXPECT_EQ(supply.removed, supply.made);
}

TEST_F(PoolTest, LeavesAloneWhatIsKept) {
  fill(1);
  const std::string first = next("gw0").value();
  EXPECT_TRUE(pool->take_back("gw0", true));
  EXPECT_NE(next("gw0"), first);
  EXPECT_THAT(supply.removed, ElementsAre());
  EXPECT_FALSE(pool->take_back("gw1", true));
}

TEST_F(PoolTest, MakesNothingOnAServerThatHasEnded) {
  fill(1);
  const std::string first = next("gw0").value();
  wait();
  const std::size_t made = supply.made.size();
  written = "EXECUTE trireme_state ('" + first + "')";
  supply.lost = "the server has ended";
  pool->take_back("gw0", false);
  wait();
  EXPECT_EQ(server.statements.back(), written);
  EXPECT_EQ(supply.made.size(), made);
  EXPECT_THAT(supply.removed, ElementsAre());
}

TEST_F(PoolTest, EndsInTheMidstOfItsWork) {
  fill(2);
  after_a_test();
  pool.reset();
  wait();
}

}  // namespace
}  // namespace trireme::postgres
