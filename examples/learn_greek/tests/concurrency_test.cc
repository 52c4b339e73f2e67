// What only several connections can show, in databases of their own; and what belongs to the whole server.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <vector>

#include "api_case.h"
#include "backend/reviews.h"

namespace learn_greek {
namespace {

class ConcurrencyTest : public IsolatedTest {
 protected:
  static constexpr int k_threads = 4;

  // On as many connections at once. What one throws is thrown here.
  template <class Work>
  void at_once(Work work) {
    std::vector<std::future<void>> all;
    for (int i = 0; i < k_threads; ++i) all.push_back(std::async(std::launch::async, [this, work, i] { work(*connect(), i); }));
    for (std::future<void>& each : all) each.get();
  }
  std::unique_ptr<Sql> sql_ = connect();
  Factory make_{*sql_};
};

TEST_F(ConcurrencyTest, one_of_several_gets_an_address) {
  std::atomic<int> added = 0;
  const std::string email = Factory::email();
  at_once([&](Sql& sql, int) { added += Users(sql).add(email, "Anna", "none") ? 1 : 0; });
  EXPECT_EQ(added, 1);
}
TEST_F(ConcurrencyTest, cards_of_several_have_different_places) {
  const StoredDeck deck = make_.deck(make_.user());
  at_once([&](Sql& sql, int thread) {
    for (int i = 0; i < 10; ++i) Cards(sql).add(deck.id, {"λέξη " + std::to_string(thread * 10 + i), "a word", {"tag"}});
  });
  EXPECT_EQ(Cards(*sql_).of(deck.id).size(), 40U);
  EXPECT_EQ(number_of(sql_->execute("SELECT max(position) FROM cards")), 39);
}
TEST_F(ConcurrencyTest, one_of_several_adds_a_card) {
  const StoredDeck deck = make_.deck(make_.user());
  std::atomic<int> added = 0;
  at_once([&](Sql& sql, int) { added += Cards(sql).add(deck.id, {"λόγος", "word", {}}) ? 1 : 0; });
  EXPECT_EQ(added, 1);
}
TEST_F(ConcurrencyTest, answers_of_several_all_count) {
  const User user = make_.user();
  const StoredCard card = make_.card(make_.deck(user));
  at_once([&](Sql& sql, int) {
    for (int i = 0; i < 5; ++i) Reviews(sql).answer(user.id, card.id, 0, 100);
  });
  EXPECT_EQ(number_of(sql_->execute("SELECT count(*) FROM reviews")), 20);
  Schedule expected;
  for (int i = 0; i < 20; ++i) expected = after_answer(expected, 0, 100);
  EXPECT_EQ(Reviews(*sql_).schedule(user.id, card.id), expected);
}
TEST_F(ConcurrencyTest, a_transaction_is_not_seen_before_it_ends) {
  const auto other = connect();
  Transaction transaction(*sql_);
  make_.user();
  EXPECT_EQ(number_of(other->execute("SELECT count(*) FROM users")), 0);
  transaction.commit();
  EXPECT_EQ(number_of(other->execute("SELECT count(*) FROM users")), 1);
}
TEST_F(ConcurrencyTest, a_transaction_without_commit_leaves_nothing) {
  const auto other = connect();
  {
    const Transaction transaction(*sql_);
    make_.user();
  }
  EXPECT_EQ(number_of(other->execute("SELECT count(*) FROM users")), 0);
}
TEST_F(ConcurrencyTest, a_server_answers_several_at_once) {
  HttpServer server(
      [this](const Request& request) {
        const auto sql = connect();
        return Api(*sql, [] { return 1'700'000'000; }).handle(request);
      },
      k_threads);
  const User user = make_.user();
  const std::string token = Tokens(*sql_).add(user.id, 1'800'000'000);
  std::atomic<int> created = 0;
  at_once([&](Sql&, int thread) {
    HttpClient client(server.port());
    client.use_token(token);
    for (int i = 0; i < 5; ++i) {
      created += client.post("/decks", R"({"name":"deck )" + std::to_string(thread * 5 + i) + "\"}").status == 201 ? 1 : 0;
    }
  });
  EXPECT_EQ(created, 20);
  EXPECT_EQ(Decks(*sql_).of(user.id).size(), 20U);
}
TEST_F(ConcurrencyTest, an_error_of_the_database_is_no_crash) {
  sql_->execute("DROP TABLE tokens");
  HttpServer server(
      [this](const Request& request) {
        const auto sql = connect();
        return Api(*sql, [] { return 1'700'000'000; }).handle(request);
      },
      1);
  HttpClient client(server.port());
  EXPECT_EQ(client.get("/me").status, 500);
  EXPECT_EQ(client.get("/health").status, 200);
}

// Roles belong to the whole server, not to a database: of two that make the same one at a time, the second waits for the end of
// the first.
class RoleTest : public DatabaseTest {
 protected:
  void become_reader() {
    sql().execute("CREATE ROLE learn_greek_reader");
    sql().execute("GRANT SELECT ON decks TO learn_greek_reader");
    sql().execute("SET ROLE learn_greek_reader");
  }
};
TEST_F(RoleTest, a_reader_reads_decks) {
  become_reader();
  EXPECT_EQ(state_of("SELECT * FROM decks"), "");
}
TEST_F(RoleTest, a_reader_writes_no_decks) {
  become_reader();
  EXPECT_EQ(state_of("DELETE FROM decks"), "42501");
}
TEST_F(RoleTest, a_reader_sees_no_passwords) {
  become_reader();
  EXPECT_EQ(state_of("SELECT password_hash FROM users"), "42501");
}

}  // namespace
}  // namespace learn_greek
