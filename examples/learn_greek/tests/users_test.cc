#include "backend/users.h"

#include <gtest/gtest.h>

#include "database.h"
#include "factory.h"

namespace learn_greek {
namespace {

class UsersTest : public DatabaseTest {
 protected:
  Users users_{sql()};
  Factory make_{sql()};
};

TEST_F(UsersTest, start_empty) { EXPECT_EQ(count("users"), 0); }
TEST_F(UsersTest, have_what_they_were_given) {
  const std::string email = Factory::email();
  const User user = users_.add(email, "Άννα", "hash").value();
  EXPECT_EQ(user.email, email);
  EXPECT_EQ(user.name, "Άννα");
  EXPECT_EQ(user.password_hash, "hash");
}
TEST_F(UsersTest, are_counted) {
  make_.user();
  make_.user();
  EXPECT_EQ(count("users"), 2);
}
TEST_F(UsersTest, have_different_ids) { EXPECT_NE(make_.user().id, make_.user().id); }
TEST_F(UsersTest, have_different_addresses) {
  const User user = make_.user();
  EXPECT_FALSE(users_.add(user.email, "Another", "hash"));
  EXPECT_EQ(count("users"), 1);
}
TEST_F(UsersTest, have_different_addresses_whatever_the_case) {
  users_.add("Anna@Example.com", "Anna", "hash");
  EXPECT_FALSE(users_.add("anna@example.COM", "Another", "hash"));
}
TEST_F(UsersTest, are_found_by_id) {
  const User user = make_.user();
  EXPECT_EQ(users_.find(user.id)->email, user.email);
}
TEST_F(UsersTest, are_found_by_address) {
  make_.user();
  const User user = make_.user();
  EXPECT_EQ(users_.find_email(user.email)->id, user.id);
}
TEST_F(UsersTest, are_found_by_address_whatever_the_case) {
  const User user = users_.add("Anna@Example.com", "Anna", "hash").value();
  EXPECT_EQ(users_.find_email("ANNA@example.com")->id, user.id);
  EXPECT_EQ(users_.find_email("ANNA@example.com")->email, "Anna@Example.com");
}
TEST_F(UsersTest, that_are_not_there_are_not_found) {
  const User user = make_.user();
  EXPECT_FALSE(users_.find(user.id + 1));
  EXPECT_FALSE(users_.find_email("nobody@example.com"));
}
TEST_F(UsersTest, are_renamed) {
  const User user = make_.user();
  EXPECT_TRUE(users_.rename(user.id, "Ελένη"));
  EXPECT_EQ(users_.find(user.id)->name, "Ελένη");
}
TEST_F(UsersTest, are_renamed_alone) {
  const User other = make_.user();
  users_.rename(make_.user().id, "Ελένη");
  EXPECT_EQ(users_.find(other.id)->name, "Anna");
}
TEST_F(UsersTest, that_are_not_there_are_not_renamed) { EXPECT_FALSE(users_.rename(make_.user().id + 1, "Ελένη")); }
TEST_F(UsersTest, must_have_a_name) {
  EXPECT_THROW(users_.add(Factory::email(), "", "hash"), SqlError);
  EXPECT_EQ(count("users"), 0);
}
TEST_F(UsersTest, must_have_an_address) { EXPECT_THROW(users_.add("nonsense", "Anna", "hash"), SqlError); }
TEST_F(UsersTest, have_names_that_are_not_sql) {
  const std::string name = "Robert'); DROP TABLE users; --";
  EXPECT_EQ(users_.find(users_.add(Factory::email(), name, "hash")->id)->name, name);
}
TEST_F(UsersTest, get_another_password) {
  const User user = make_.user();
  EXPECT_TRUE(users_.set_password_hash(user.id, "new"));
  EXPECT_EQ(users_.find(user.id)->password_hash, "new");
}
TEST_F(UsersTest, are_removed) {
  const User user = make_.user();
  EXPECT_TRUE(users_.remove(user.id));
  EXPECT_FALSE(users_.find(user.id));
  EXPECT_FALSE(users_.remove(user.id));
}
TEST_F(UsersTest, are_removed_with_all_that_is_theirs) {
  const User user = make_.user();
  make_.card(make_.deck(user));
  Tokens(sql()).add(user.id, 100);
  users_.set_goal(user.id, 5);
  users_.remove(user.id);
  for (const char* table : {"decks", "cards", "tokens", "goals"}) EXPECT_EQ(count(table), 0) << table;
}
TEST_F(UsersTest, are_removed_without_what_is_others) {
  make_.card(make_.deck(make_.user()));
  users_.remove(make_.user().id);
  EXPECT_EQ(count("cards"), 1);
}
TEST_F(UsersTest, have_no_goal_at_first) { EXPECT_FALSE(users_.goal(make_.user().id)); }
TEST_F(UsersTest, have_a_goal) {
  const User user = make_.user();
  users_.set_goal(user.id, 20);
  EXPECT_EQ(users_.goal(user.id), 20);
}
TEST_F(UsersTest, have_the_last_goal) {
  const User user = make_.user();
  users_.set_goal(user.id, 20);
  users_.set_goal(user.id, 30);
  EXPECT_EQ(users_.goal(user.id), 30);
}
TEST_F(UsersTest, give_up_a_goal) {
  const User user = make_.user();
  users_.set_goal(user.id, 20);
  users_.set_goal(user.id, 0);
  EXPECT_FALSE(users_.goal(user.id));
}
TEST_F(UsersTest, have_no_goal_that_is_too_much) { EXPECT_THROW(users_.set_goal(make_.user().id, 1001), SqlError); }

class TokensTest : public DatabaseTest {
 protected:
  Tokens tokens_{sql()};
  Factory make_{sql()};
  User user_ = make_.user();
};

TEST_F(TokensTest, tell_whose_they_are) {
  make_.user();
  EXPECT_EQ(tokens_.user_of(tokens_.add(user_.id, 100), 50), user_.id);
}
TEST_F(TokensTest, are_64_hexadecimal_digits) {
  const std::string token = tokens_.add(user_.id, 100);
  EXPECT_EQ(token.size(), 64U);
  EXPECT_EQ(token.find_first_not_of("0123456789abcdef"), std::string::npos);
}
TEST_F(TokensTest, are_different) { EXPECT_NE(tokens_.add(user_.id, 100), tokens_.add(user_.id, 100)); }
TEST_F(TokensTest, are_not_in_the_database) {
  const std::string token = tokens_.add(user_.id, 100);
  const Rows rows = sql().execute("SELECT encode(hash, 'hex') FROM tokens");
  EXPECT_NE(rows.at(0).at(0), token);
}
TEST_F(TokensTest, hold_until_they_expire) {
  const std::string token = tokens_.add(user_.id, 100);
  EXPECT_TRUE(tokens_.user_of(token, 99));
  EXPECT_FALSE(tokens_.user_of(token, 100));
}
TEST_F(TokensTest, that_were_never_given_are_nobodys) {
  tokens_.add(user_.id, 100);
  EXPECT_FALSE(tokens_.user_of("", 50));
  EXPECT_FALSE(tokens_.user_of(std::string(64, 'a'), 50));
}
TEST_F(TokensTest, are_nobodys_after_they_are_revoked) {
  const std::string token = tokens_.add(user_.id, 100);
  EXPECT_TRUE(tokens_.revoke(token));
  EXPECT_FALSE(tokens_.user_of(token, 50));
  EXPECT_FALSE(tokens_.revoke(token));
}
TEST_F(TokensTest, are_revoked_alone) {
  const std::string other = tokens_.add(user_.id, 100);
  tokens_.revoke(tokens_.add(user_.id, 100));
  EXPECT_TRUE(tokens_.user_of(other, 50));
}
TEST_F(TokensTest, of_a_user_are_revoked_at_once) {
  tokens_.add(user_.id, 100);
  tokens_.add(user_.id, 100);
  const std::string of_another = tokens_.add(make_.user().id, 100);
  EXPECT_EQ(tokens_.revoke_all(user_.id), 2);
  EXPECT_TRUE(tokens_.user_of(of_another, 50));
}
TEST_F(TokensTest, that_have_expired_are_purged) {
  tokens_.add(user_.id, 100);
  tokens_.add(user_.id, 200);
  EXPECT_EQ(tokens_.purge(100), 1);
  EXPECT_EQ(count("tokens"), 1);
}
TEST_F(TokensTest, need_a_user) { EXPECT_THROW(tokens_.add(user_.id + 1, 100), SqlError); }
TEST_F(TokensTest, go_with_their_user) {
  tokens_.add(user_.id, 100);
  Users(sql()).remove(user_.id);
  EXPECT_EQ(count("tokens"), 0);
}

class LoginFailuresTest : public DatabaseTest {
 protected:
  LoginFailures failures_{sql()};
};

TEST_F(LoginFailuresTest, are_none_at_first) { EXPECT_EQ(failures_.since("anna@example.com", 0), 0); }
TEST_F(LoginFailuresTest, are_counted_by_address) {
  failures_.add("anna@example.com", 10);
  failures_.add("anna@example.com", 20);
  failures_.add("eleni@example.com", 20);
  EXPECT_EQ(failures_.since("anna@example.com", 0), 2);
}
TEST_F(LoginFailuresTest, are_counted_whatever_the_case) {
  failures_.add("anna@example.com", 10);
  EXPECT_EQ(failures_.since("ANNA@example.com", 0), 1);
}
TEST_F(LoginFailuresTest, are_counted_from_a_time_on) {
  failures_.add("anna@example.com", 10);
  failures_.add("anna@example.com", 20);
  EXPECT_EQ(failures_.since("anna@example.com", 20), 1);
  EXPECT_EQ(failures_.since("anna@example.com", 21), 0);
}
TEST_F(LoginFailuresTest, are_forgotten) {
  failures_.add("anna@example.com", 10);
  failures_.add("eleni@example.com", 10);
  failures_.forget("Anna@example.com");
  EXPECT_EQ(failures_.since("anna@example.com", 0), 0);
  EXPECT_EQ(failures_.since("eleni@example.com", 0), 1);
}

}  // namespace
}  // namespace learn_greek
