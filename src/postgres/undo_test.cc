#include "postgres/undo.h"

#include <gmock/gmock.h>

#include "postgres/fake_server.h"

namespace trireme::postgres {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class UndoTest : public testing::Test {
 protected:
  void SetUp() override {
    server.answer("SELECT c.oid", {.rows = {{"7", "0", "public.cards"}, {"8", "9", "public.words"}}, .error = ""});
    server.answer("SELECT unnest", {.rows = {{"0"}, {"3"}}, .error = ""});
    server.answer("SELECT mod", {.rows = {{"700"}}, .error = ""});
    server.answer("EXECUTE trireme_counts", [this](const std::string&) { return Reply{.rows = counted, .error = ""}; });
    server.answer("WITH", [this](const std::string&) { return Reply{.rows = {{whole, "", "0"}}, .error = ""}; });
    all = run(loop, Undo::of(connection)).value();
    counts = all.of_a_new_one();
  }

  bool undo() {
    const auto done = run(loop, all.undo(connection, sequences, counts));
    return done.value_or(false);
  }
  std::string deletion() const {
    for (const std::string& each : server.statements)
      if (each.starts_with("WITH t0")) return each;
    return "none";
  }

  asio::io_context loop;
  FakeServer server{loop};
  Connection connection = *run(loop, Connection::open(server.address(), "postgres"));
  Rows counted = {{"0", "0", "0", "0"}};
  std::string whole = "t";
  Sequences sequences;
  Undo all;
  Undo::Counts counts;
};

TEST_F(UndoTest, DeletesTheRowsOfTablesThatWereWrittenTo) {
  counted = {{"0", "0", "0", "0"}, {"2", "4", "1", "0"}};
  EXPECT_TRUE(undo());
  EXPECT_THAT(deletion(), AllOf(HasSubstr("DELETE FROM ONLY public.words WHERE age(xmin) <= age('700'::xid)"),
                                HasSubstr("(SELECT count(*) FROM ONLY public.words WHERE age(xmin) > age('700'::xid)) = 3"),
                                Not(HasSubstr("cards"))));
}

TEST_F(UndoTest, LooksOnlyAtWhatWasWrittenSince) {
  counted = {{"0", "0", "0", "0"}, {"2", "4", "1", "0"}};
  EXPECT_TRUE(undo());
  server.statements.clear();
  counted = {{"0", "0", "0", "0"}, {"1", "1", "0", "0"}, {"2", "4", "1", "0"}};
  EXPECT_TRUE(undo());
  EXPECT_THAT(deletion(), AllOf(HasSubstr("public.cards"), Not(HasSubstr("words"))));
}

TEST_F(UndoTest, DoesNotUndoWhatWasDoneToCatalogs) {
  for (const auto& catalogs : Rows{{"0", "1", "0", "0"}, {"0", "0", "1", "0"}, {"0", "0", "0", "1"}}) {
    counted = {catalogs, {"2", "4", "1", "0"}};
    EXPECT_FALSE(undo());
  }
  EXPECT_EQ(deletion(), "none");
}

TEST_F(UndoTest, SaysThatTheTemplatesRowsAreNotThere) {
  counted = {{"0", "0", "0", "0"}, {"2", "0", "1", "0"}};
  whole = "f";
  EXPECT_FALSE(undo());
}

TEST_F(UndoTest, LeavesMuchToOthers) {
  counted = {{"0", "0", "0", "0"}, {"1", "600", "0", "0"}, {"2", "0", "401", "0"}};
  EXPECT_FALSE(undo());
  EXPECT_EQ(deletion(), "none");
}

TEST_F(UndoTest, SetsSequencesBackAlsoIfNothingElseWasDone) {
  server.answer("SELECT format", {.rows = {{"public.numbers"}}, .error = ""});
  server.answer("EXECUTE trireme_sequences", {.rows = {{"setval('public.numbers', 1, 'f')"}}, .error = ""});
  server.answer("SELECT true", {.rows = {{"t", "", "1"}}, .error = ""});
  sequences = run(loop, Sequences::of(connection)).value();
  EXPECT_TRUE(undo());
  EXPECT_THAT(server.statements, Contains(AllOf(StartsWith("SELECT true"), HasSubstr("setval('public.numbers', 1, 'f')"))));
}

TEST_F(UndoTest, IsNoneForARoleThatMayNot) {
  server.answer("SET session_replication_role", failing("permission denied"));
  EXPECT_FALSE(run(loop, Undo::of(connection)));
}

}  // namespace
}  // namespace trireme::postgres
