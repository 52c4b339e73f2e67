#include <gtest/gtest.h>

#include "api_case.h"
#include "named.h"

namespace learn_greek {
namespace {

class AccountApi : public ApiCase {
 protected:
  std::string email_ = Factory::email();
  std::string account(const std::string& password = "thalassa 7") {
    return R"({"email":")" + email_ + R"(","name":"Άννα","password":")" + password + R"("})";
  }
};

TEST_F(AccountApi, is_healthy) { EXPECT_EQ(nobody_.get("/health").at("/status"), "ok"); }
TEST_F(AccountApi, makes_an_account) {
  const Reply reply = nobody_.post("/users", account());
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.at("/name"), "Άννα");
  EXPECT_EQ(reply.at("/email"), email_);
}
TEST_F(AccountApi, tells_no_password) {
  const Reply reply = nobody_.post("/users", account());
  EXPECT_EQ(reply.body.find("thalassa"), std::string::npos);
  EXPECT_EQ(reply.body.find("$2b$"), std::string::npos);
}
TEST_F(AccountApi, makes_one_account_for_an_address) {
  email_ = anna_.email;
  EXPECT_EQ(nobody_.post("/users", account()).status, 409);
}
TEST_F(AccountApi, says_what_is_wrong_with_a_password) {
  const Reply reply = nobody_.post("/users", account("short"));
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.at("/error"), "a password has at least 8 bytes");
}
TEST_F(AccountApi, says_what_is_wrong_with_an_address) {
  email_ = "nonsense";
  EXPECT_EQ(nobody_.post("/users", account()).at("/error"), "this is no email address");
}

struct BadBody : Named {
  const char* body;
  const char* error;
};
class BadAccount : public AccountApi, public testing::WithParamInterface<BadBody> {};
TEST_P(BadAccount, is_a_bad_request) {
  const Reply reply = nobody_.post("/users", GetParam().body);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.at("/error"), GetParam().error);
  EXPECT_EQ(count("users"), 2);
}
INSTANTIATE_TEST_SUITE_P(Bodies, BadAccount,
                         testing::Values(BadBody{{"empty"}, "", "the body is no JSON object"},
                                         BadBody{{"no_json"}, "{", "the body is no JSON object"},
                                         BadBody{{"a_list"}, "[]", "the body is no JSON object"},
                                         BadBody{{"a_text"}, "\"a\"", "the body is no JSON object"},
                                         BadBody{{"nothing_in_it"}, "{}", "the text \"email\" is missing"},
                                         BadBody{{"a_number"}, R"({"email":7})", "the text \"email\" is missing"},
                                         BadBody{{"no_name"}, R"({"email":"a@b.cd"})", "the text \"name\" is missing"},
                                         BadBody{
                                             {"null"}, R"({"email":"a@b.cd","name":null})", "the text \"name\" is missing"}),
                         k_by_name);

TEST_F(AccountApi, logs_in_and_out) {
  nobody_.post("/users", account());
  const Reply reply = nobody_.post("/sessions", account());
  EXPECT_EQ(reply.status, 201);
  HttpClient client = nobody_;
  client.use_token(reply.at("/token"));
  EXPECT_EQ(client.get("/me").at("/email"), email_);
  EXPECT_EQ(client.remove("/sessions").status, 204);
  EXPECT_EQ(client.get("/me").status, 401);
}
TEST_F(AccountApi, refuses_a_wrong_password) {
  nobody_.post("/users", account());
  EXPECT_EQ(nobody_.post("/sessions", account("thalassa 8")).status, 401);
}
TEST_F(AccountApi, refuses_guesses_after_five) {
  nobody_.post("/users", account());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(nobody_.post("/sessions", account("guess")).status, 401);
  EXPECT_EQ(nobody_.post("/sessions", account()).status, 429);
}
TEST_F(AccountApi, changes_a_password) {
  nobody_.post("/users", account());
  HttpClient client = nobody_;
  client.use_token(nobody_.post("/sessions", account()).at("/token"));
  EXPECT_EQ(client.put("/me/password", R"({"old":"thalassa 7","new":"ouranos 8"})").status, 204);
  EXPECT_EQ(client.get("/me").status, 401);
  EXPECT_EQ(nobody_.post("/sessions", account("ouranos 8")).status, 201);
}
TEST_F(AccountApi, changes_no_password_without_the_old_one) {
  EXPECT_EQ(anna_here_.put("/me/password", R"({"old":"guess","new":"ouranos 8"})").status, 401);
}

struct Route : Named {
  const char* method;
  const char* path;
};
class PrivateRoute : public AccountApi, public testing::WithParamInterface<Route> {};
TEST_P(PrivateRoute, wants_a_token) { EXPECT_EQ(nobody_.send(GetParam().method, GetParam().path, "{}").status, 401); }
TEST_P(PrivateRoute, wants_a_token_that_is_one) {
  HttpClient client = nobody_;
  client.use_token(std::string(64, '0'));
  EXPECT_EQ(client.send(GetParam().method, GetParam().path, "{}").status, 401);
}
INSTANTIATE_TEST_SUITE_P(All, PrivateRoute,
                         testing::Values(Route{{"me"}, "GET", "/me"}, Route{{"leave"}, "DELETE", "/me"},
                                         Route{{"goal"}, "PUT", "/me/goal"}, Route{{"password"}, "PUT", "/me/password"},
                                         Route{{"log_out"}, "DELETE", "/sessions"}, Route{{"decks"}, "GET", "/decks"},
                                         Route{{"add_deck"}, "POST", "/decks"}, Route{{"deck"}, "GET", "/decks/1"},
                                         Route{{"cards"}, "GET", "/decks/1/cards"}, Route{{"due"}, "GET", "/decks/1/due"},
                                         Route{{"card"}, "GET", "/cards/1"}, Route{{"review"}, "POST", "/cards/1/reviews"},
                                         Route{{"undo"}, "DELETE", "/reviews/last"}),
                         k_by_name);

class NoRoute : public AccountApi, public testing::WithParamInterface<Route> {};
TEST_P(NoRoute, is_not_found) { EXPECT_EQ(anna_here_.send(GetParam().method, GetParam().path, "{}").status, 404); }
INSTANTIATE_TEST_SUITE_P(
    All, NoRoute,
    testing::Values(Route{{"root"}, "GET", "/"}, Route{{"unknown"}, "GET", "/nothing"}, Route{{"method"}, "PUT", "/decks"},
                    Route{{"below_me"}, "GET", "/me/nothing"}, Route{{"deck_not_there"}, "GET", "/decks/1000000"},
                    Route{{"deck_no_number"}, "GET", "/decks/one"}, Route{{"deck_negative"}, "GET", "/decks/-1"},
                    Route{{"deck_huge"}, "GET", "/decks/99999999999999999999"},
                    Route{{"card_not_there"}, "GET", "/cards/1000000"}, Route{{"quote"}, "GET", "/cards/1';--"},
                    Route{{"nothing_to_undo"}, "DELETE", "/reviews/last"}),
    k_by_name);

TEST_F(AccountApi, has_no_goal_at_first) { EXPECT_EQ(anna_here_.get("/me").at("/goal"), ""); }
TEST_F(AccountApi, sets_a_goal) {
  EXPECT_EQ(anna_here_.put("/me/goal", R"({"answers":20})").status, 204);
  EXPECT_EQ(anna_here_.get("/me").number("/goal"), 20);
  EXPECT_EQ(eleni_here_.get("/me").at("/goal"), "");
}
TEST_F(AccountApi, sets_no_goal_that_is_too_much) {
  EXPECT_EQ(anna_here_.put("/me/goal", R"({"answers":1001})").status, 422);
  EXPECT_EQ(anna_here_.put("/me/goal", R"({"answers":-1})").status, 422);
  EXPECT_EQ(anna_here_.put("/me/goal", R"({"answers":"many"})").status, 400);
}
TEST_F(AccountApi, deletes_an_account) {
  EXPECT_EQ(anna_here_.remove("/me").status, 204);
  EXPECT_EQ(anna_here_.get("/me").status, 401);
  EXPECT_EQ(eleni_here_.get("/me").status, 200);
}

}  // namespace
}  // namespace learn_greek
