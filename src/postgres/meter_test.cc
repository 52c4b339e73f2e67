#include "postgres/meter.h"

#include <gtest/gtest.h>

#include "postgres/fake_server.h"

namespace trireme::postgres {
namespace {

class Meter : public testing::Test {
 protected:
  Connection connect() { return *run(loop, Connection::open(server.address(), "postgres")); }

  asio::io_context loop;
  FakeServer server{loop};
};

TEST_F(Meter, CountsTheSessionsOfOthers) {
  Connection connection = connect();
  ASSERT_TRUE(run(loop, prepare_meter(connection)));
  server.answer("EXECUTE trireme_sessions ('a''b', 7)", {.rows = {{"3"}}, .error = ""});
  EXPECT_EQ(run(loop, sessions_in(connection, "a'b", 7)), 3);
}

TEST_F(Meter, TrustsOnlyCountersThatTellAtOnce) {
  Connection connection = connect();
  EXPECT_EQ(run(loop, counting_in(connection)), Counting::prompt);
  server.answer("SELECT WHERE NOT current_setting('track_counts')", {.rows = {{}}, .error = ""});
  EXPECT_EQ(run(loop, counting_in(connection)), Counting::off);
  server.version = "14.1";
  Connection older = connect();
  EXPECT_EQ(run(loop, counting_in(older)), Counting::late);
}

TEST_F(Meter, CannotReadTheStateOfADatabaseThatIsGone) {
  Connection connection = connect();
  const auto state = run(loop, state_of(connection, "a"));
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().text, "the database is gone");
}

TEST_F(Meter, SaysWhyItCannotRead) {
  Connection connection = connect();
  for (const char* each : {"PREPARE", "EXECUTE", "SELECT format"}) server.answer(each, failing("broken"));
  EXPECT_EQ(run(loop, prepare_meter(connection)).error().text, "broken");
  EXPECT_EQ(run(loop, sessions_in(connection, "a", 0)).error().text, "broken");
  EXPECT_EQ(run(loop, state_of(connection, "a")).error().text, "broken");
  EXPECT_EQ(run(loop, Sequences::of(connection)).error().text, "broken");
}

TEST_F(Meter, AsksForSequencesOnlyWhereThereAreSome) {
  Connection connection = connect();
  const auto sequences = run(loop, Sequences::of(connection));
  ASSERT_TRUE(sequences);
  EXPECT_TRUE(sequences->none());
  EXPECT_EQ(server.statements.size(), 1);
}

TEST_F(Meter, SeesThatASequenceWentOn) {
  Connection connection = connect();
  std::string values = "setval('public.numbers', 1, 'f')";
  server.answer("SELECT format", {.rows = {{"public.numbers"}}, .error = ""});
  server.answer("EXECUTE trireme_sequences", [&](const std::string&) { return Reply{.rows = {{values}}, .error = ""}; });
  const auto sequences = run(loop, Sequences::of(connection));
  ASSERT_TRUE(sequences);
  EXPECT_EQ(run(loop, sequences->are_unchanged(connection)), true);
  values = "setval('public.numbers', 1, 't')";
  EXPECT_EQ(run(loop, sequences->are_unchanged(connection)), false);
}

TEST_F(Meter, DoesNotTakeADroppedSequenceForUnchanged) {
  Connection connection = connect();
  server.answer("SELECT format", {.rows = {{"public.numbers"}}, .error = ""});
  server.answer("EXECUTE trireme_sequences", {.rows = {{"setval('public.numbers', 1, 'f')"}}, .error = ""});
  const auto sequences = run(loop, Sequences::of(connection));
  server.answer("PREPARE", failing("relation \"public.numbers\" does not exist"));
  EXPECT_FALSE(run(loop, sequences->prepare(connection)));
  server.answer("EXECUTE trireme_sequences", k_ends_session);
  EXPECT_FALSE(run(loop, sequences->are_unchanged(connection)));
  EXPECT_FALSE(connection.is_open());
}

}  // namespace
}  // namespace trireme::postgres
