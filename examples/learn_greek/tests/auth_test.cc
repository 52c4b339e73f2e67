#include "backend/auth.h"

#include <gtest/gtest.h>

#include <string>

#include "database.h"
#include "factory.h"
#include "named.h"

namespace learn_greek {
namespace {

// With the cost that users get: most of the time of this suite goes here, as most of a login's does.
class AuthTest : public DatabaseTest {
 protected:
  using Refusal = Auth::Refusal;
  explicit AuthTest(AuthSettings settings = {})
      : auth_(
            sql(), [this] { return now_; }, settings) {}

  long now_ = 1'000'000;
  Auth auth_;
  std::string email_ = Factory::email();

  User sign_up() { return auth_.sign_up(email_, "Anna", "thalassa 7").value.value(); }
  std::string token() { return auth_.log_in(email_, "thalassa 7").value.value(); }
  void fail(int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(auth_.log_in(email_, "guess").refusal, Refusal::wrong_credentials);
  }
};

TEST_F(AuthTest, makes_an_account) {
  const User user = sign_up();
  EXPECT_EQ(user.email, email_);
  EXPECT_EQ(Users(sql()).find(user.id)->name, "Anna");
}
TEST_F(AuthTest, keeps_no_password) { EXPECT_EQ(sign_up().password_hash.substr(0, 7), "$2b$10$"); }
TEST_F(AuthTest, makes_one_account_for_an_address) {
  sign_up();
  EXPECT_EQ(auth_.sign_up(email_, "Another", "thalassa 8").refusal, Refusal::email_taken);
}
TEST_F(AuthTest, makes_no_account_without_a_name) {
  EXPECT_EQ(auth_.sign_up(email_, "  ", "thalassa 7").refusal, Refusal::name_missing);
  EXPECT_EQ(count("users"), 0);
}
TEST_F(AuthTest, makes_no_account_with_a_weak_password) {
  EXPECT_EQ(auth_.sign_up(email_, "Anna", "thal7").refusal, Refusal::password_weak);
  EXPECT_EQ(auth_.sign_up(email_, "Anna", email_).refusal, Refusal::password_weak);
  EXPECT_EQ(count("users"), 0);
}

struct EmailCase : Named {
  std::string email;
  bool valid;
};
class Email : public testing::TestWithParam<EmailCase> {};
TEST_P(Email, is_recognised) { EXPECT_EQ(is_email(GetParam().email), GetParam().valid); }
INSTANTIATE_TEST_SUITE_P(
    Addresses, Email,
    testing::Values(EmailCase{{"simple"}, "anna@example.com", true}, EmailCase{{"subdomain"}, "anna@mail.example.com", true},
                    EmailCase{{"plus"}, "anna+greek@example.com", true}, EmailCase{{"dots"}, "a.n.n.a@example.com", true},
                    EmailCase{{"greek"}, "άννα@παράδειγμα.ελ", true}, EmailCase{{"empty"}, "", false},
                    EmailCase{{"no_at"}, "anna.example.com", false}, EmailCase{{"two_ats"}, "anna@b@example.com", false},
                    EmailCase{{"no_name"}, "@example.com", false}, EmailCase{{"no_domain"}, "anna@", false},
                    EmailCase{{"no_dot"}, "anna@example", false}, EmailCase{{"dot_first"}, "anna@.com", false},
                    EmailCase{{"dot_last"}, "anna@example.", false}, EmailCase{{"two_dots"}, "anna@example..com", false},
                    EmailCase{{"blank"}, "an na@example.com", false}, EmailCase{{"line_end"}, "anna@example.com\n", false},
                    EmailCase{{"list"}, "anna@example.com,b@example.com", false},
                    EmailCase{{"too_long"}, std::string(250, 'a') + "@b.cd", false}),
    k_by_name);

TEST_F(AuthTest, gives_a_token) {
  const User user = sign_up();
  EXPECT_EQ(auth_.user_of(token())->id, user.id);
}
TEST_F(AuthTest, gives_a_token_whatever_the_case_of_the_address) {
  email_ = "Anna." + email_;
  sign_up();
  email_[0] = 'a';
  EXPECT_TRUE(auth_.user_of(token()));
}
TEST_F(AuthTest, gives_a_token_for_each_login) {
  sign_up();
  const std::string first = token();
  EXPECT_NE(token(), first);
  EXPECT_TRUE(auth_.user_of(first));
}
TEST_F(AuthTest, gives_no_token_for_a_wrong_password) {
  sign_up();
  EXPECT_EQ(auth_.log_in(email_, "thalassa 8").refusal, Refusal::wrong_credentials);
}
TEST_F(AuthTest, says_the_same_when_there_is_no_account) {
  sign_up();
  EXPECT_EQ(auth_.log_in(Factory::email(), "thalassa 7").text, auth_.log_in(email_, "thalassa 8").text);
}
TEST_F(AuthTest, takes_tokens_until_they_expire) {
  sign_up();
  const std::string one = token();
  now_ += AuthSettings().token_lifetime - 1;
  EXPECT_TRUE(auth_.user_of(one));
  ++now_;
  EXPECT_FALSE(auth_.user_of(one));
}
TEST_F(AuthTest, takes_no_token_after_logging_out) {
  sign_up();
  const std::string one = token();
  const std::string other = token();
  EXPECT_TRUE(auth_.log_out(one));
  EXPECT_FALSE(auth_.user_of(one));
  EXPECT_TRUE(auth_.user_of(other));
  EXPECT_FALSE(auth_.log_out(one));
}
TEST_F(AuthTest, takes_no_token_of_a_user_who_left) {
  const User user = sign_up();
  const std::string one = token();
  Users(sql()).remove(user.id);
  EXPECT_FALSE(auth_.user_of(one));
}

// Many attempts, and not about how long each takes.
class ThrottleTest : public AuthTest {
 protected:
  ThrottleTest() : AuthTest({.password_cost = 4}) {}
};
TEST_F(ThrottleTest, refuses_after_too_many_failures) {
  sign_up();
  fail(5);
  EXPECT_EQ(auth_.log_in(email_, "thalassa 7").refusal, Refusal::too_many_failures);
}
TEST_F(ThrottleTest, refuses_not_before) {
  sign_up();
  fail(4);
  EXPECT_TRUE(auth_.log_in(email_, "thalassa 7").value);
}
TEST_F(ThrottleTest, forgets_failures_after_a_login) {
  sign_up();
  fail(4);
  token();
  fail(4);
  EXPECT_TRUE(auth_.log_in(email_, "thalassa 7").value);
}
TEST_F(ThrottleTest, forgets_failures_after_a_while) {
  sign_up();
  fail(5);
  now_ += AuthSettings().failure_window + 1;
  EXPECT_TRUE(auth_.log_in(email_, "thalassa 7").value);
}
TEST_F(ThrottleTest, refuses_one_account_only) {
  sign_up();
  fail(5);
  email_ = Factory::email();
  sign_up();
  EXPECT_TRUE(auth_.log_in(email_, "thalassa 7").value);
}
TEST_F(ThrottleTest, refuses_guesses_at_accounts_that_there_are_not) {
  fail(5);
  EXPECT_EQ(auth_.log_in(email_, "guess").refusal, Refusal::too_many_failures);
}

TEST_F(AuthTest, changes_a_password) {
  const User user = sign_up();
  EXPECT_TRUE(auth_.change_password(user.id, "thalassa 7", "ouranos 8").value);
  EXPECT_EQ(auth_.log_in(email_, "thalassa 7").refusal, Refusal::wrong_credentials);
  EXPECT_TRUE(auth_.log_in(email_, "ouranos 8").value);
}
TEST_F(AuthTest, changes_a_password_and_ends_all_sessions) {
  const User user = sign_up();
  const std::string one = token();
  auth_.change_password(user.id, "thalassa 7", "ouranos 8");
  EXPECT_FALSE(auth_.user_of(one));
}
TEST_F(AuthTest, changes_no_password_without_the_old_one) {
  const User user = sign_up();
  const std::string one = token();
  EXPECT_EQ(auth_.change_password(user.id, "thalassa 8", "ouranos 8").refusal, Refusal::wrong_credentials);
  EXPECT_TRUE(auth_.user_of(one));
}
TEST_F(AuthTest, changes_no_password_for_a_weak_one) {
  const User user = sign_up();
  EXPECT_EQ(auth_.change_password(user.id, "thalassa 7", "short").refusal, Refusal::password_weak);
  EXPECT_TRUE(auth_.log_in(email_, "thalassa 7").value);
}
TEST_F(AuthTest, changes_no_password_of_nobody) {
  EXPECT_EQ(auth_.change_password(1, "thalassa 7", "ouranos 8").refusal, Refusal::wrong_credentials);
}

TEST_F(AuthTest, replaces_a_hash_that_is_outdated) {
  const User user = Users(sql()).add(email_, "Anna", hash_password("thalassa 7", 5)).value();
  EXPECT_TRUE(auth_.user_of(token()));
  EXPECT_FALSE(is_outdated(Users(sql()).find(user.id)->password_hash));
  EXPECT_TRUE(auth_.user_of(token()));
}
TEST_F(AuthTest, keeps_a_hash_that_is_not) {
  const User user = sign_up();
  token();
  EXPECT_EQ(Users(sql()).find(user.id)->password_hash, user.password_hash);
}

}  // namespace
}  // namespace learn_greek
