#include <gtest/gtest.h>

#include "api_case.h"
#include "named.h"

namespace learn_greek {
namespace {

class DeckApi : public ApiCase {
 protected:
  StoredDeck deck_ = make_.deck(anna_);
  std::string here_ = path("decks", deck_.id);

  void share() {
    anna_here_.put(here_, R"({"visibility":"shared"})");
    anna_here_.post(here_ + "/readers", R"({"email":")" + eleni_.email + "\"}");
  }
  long add_card(const std::string& greek) {
    return anna_here_.post(here_ + "/cards", R"({"greek":")" + greek + R"(","meaning":"a word"})").number("/id");
  }
};

TEST_F(DeckApi, lists_decks) { EXPECT_EQ(anna_here_.get("/decks").at("/own/0/name"), deck_.name); }
TEST_F(DeckApi, lists_nobody_elses_decks) {
  EXPECT_EQ(eleni_here_.get("/decks").at("/own"), "[]");
  EXPECT_EQ(eleni_here_.get("/decks").at("/shared"), "[]");
}
TEST_F(DeckApi, adds_a_deck) {
  const Reply reply = anna_here_.post("/decks", R"({"name":"ρήματα"})");
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(anna_here_.get(path("decks", reply.number("/id"))).at("/name"), "ρήματα");
}
TEST_F(DeckApi, adds_no_deck_without_a_name) {
  EXPECT_EQ(anna_here_.post("/decks", R"({"name":""})").status, 422);
  EXPECT_EQ(anna_here_.post("/decks", "{}").status, 400);
}
TEST_F(DeckApi, adds_no_deck_twice) { EXPECT_EQ(anna_here_.post("/decks", R"({"name":")" + deck_.name + "\"}").status, 409); }
TEST_F(DeckApi, renames_a_deck) {
  EXPECT_EQ(anna_here_.put(here_, R"({"name":"verbs"})").at("/name"), "verbs");
  EXPECT_EQ(anna_here_.get(here_).at("/name"), "verbs");
}
TEST_F(DeckApi, renames_no_deck_like_another) {
  anna_here_.post("/decks", R"({"name":"verbs"})");
  EXPECT_EQ(anna_here_.put(here_, R"({"name":"verbs"})").status, 409);
}
TEST_F(DeckApi, takes_no_wrong_kind_of_value) { EXPECT_EQ(anna_here_.put(here_, R"({"name":7})").status, 400); }
TEST_F(DeckApi, takes_no_visibility_that_there_is_not) {
  EXPECT_EQ(anna_here_.put(here_, R"({"visibility":"secret"})").status, 422);
}
TEST_F(DeckApi, removes_a_deck) {
  EXPECT_EQ(anna_here_.remove(here_).status, 204);
  EXPECT_EQ(anna_here_.get(here_).status, 404);
}

struct Attempt : Named {
  const char* method;
  const char* below;
  const char* body;
};
class Stranger : public DeckApi, public testing::WithParamInterface<Attempt> {};
TEST_P(Stranger, sees_no_deck) {
  EXPECT_EQ(eleni_here_.send(GetParam().method, here_ + GetParam().below, GetParam().body).status, 404);
}
TEST_P(Stranger, changes_no_deck_that_is_open) {
  anna_here_.put(here_, R"({"visibility":"open"})");
  EXPECT_EQ(eleni_here_.send(GetParam().method, here_ + GetParam().below, GetParam().body).status, 403);
  EXPECT_EQ(anna_here_.get(here_).at("/name"), deck_.name);
}
INSTANTIATE_TEST_SUITE_P(Attempts, Stranger,
                         testing::Values(Attempt{{"rename"}, "PUT", "", R"({"name":"mine"})"},
                                         Attempt{{"remove"}, "DELETE", "", ""},
                                         Attempt{{"add_card"}, "POST", "/cards", R"({"greek":"α","meaning":"a"})"},
                                         Attempt{{"add_reader"}, "POST", "/readers", R"({"email":"a@b.cd"})"},
                                         Attempt{{"remove_reader"}, "DELETE", "/readers/1", ""},
                                         Attempt{{"import"}, "POST", "/text", "α,a,\n"}),
                         k_by_name);

TEST_F(DeckApi, shares_a_deck) {
  EXPECT_EQ(eleni_here_.get(here_).status, 404);
  share();
  EXPECT_EQ(eleni_here_.get(here_).status, 200);
  EXPECT_EQ(eleni_here_.get("/decks").at("/shared/0/name"), deck_.name);
}
TEST_F(DeckApi, shares_a_deck_once) {
  share();
  EXPECT_EQ(anna_here_.post(here_ + "/readers", R"({"email":")" + eleni_.email + "\"}").status, 200);
}
TEST_F(DeckApi, shares_a_deck_with_nobody) {
  EXPECT_EQ(anna_here_.post(here_ + "/readers", R"({"email":"nobody@example.com"})").status, 422);
}
TEST_F(DeckApi, shares_a_deck_no_more) {
  share();
  EXPECT_EQ(anna_here_.remove(here_ + "/readers/" + std::to_string(eleni_.id)).status, 204);
  EXPECT_EQ(eleni_here_.get(here_).status, 404);
  EXPECT_EQ(anna_here_.remove(here_ + "/readers/" + std::to_string(eleni_.id)).status, 404);
}

TEST_F(DeckApi, adds_a_card) {
  const Reply reply = anna_here_.post(here_ + "/cards", R"({"greek":"λόγος","meaning":"word","tags":["noun","a1"]})");
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.at("/greek"), "λόγος");
  EXPECT_EQ(reply.at("/tags/1"), "noun");
  EXPECT_EQ(anna_here_.get(here_).number("/cards"), 1);
}
TEST_F(DeckApi, adds_no_card_twice) {
  add_card("λόγος");
  EXPECT_EQ(anna_here_.post(here_ + "/cards", R"({"greek":"λόγος","meaning":"reason"})").status, 422);
}
TEST_F(DeckApi, adds_no_card_with_tags_that_are_none) {
  EXPECT_EQ(anna_here_.post(here_ + "/cards", R"({"greek":"λόγος","meaning":"word","tags":[7]})").status, 400);
  EXPECT_EQ(anna_here_.post(here_ + "/cards", R"({"greek":"λόγος","meaning":"word","tags":["a b"]})").status, 422);
}
TEST_F(DeckApi, lists_cards) {
  add_card("λόγος");
  add_card("άλογο");
  EXPECT_EQ(anna_here_.get(here_ + "/cards").at("/1/greek"), "άλογο");
}
TEST_F(DeckApi, finds_cards_by_their_beginning) {
  add_card("λόγος");
  add_card("άλογο");
  const Reply reply = anna_here_.get(here_ + "/cards?q=%CE%B1%CE%BB");  // αλ
  EXPECT_EQ(reply.at("/0/greek"), "άλογο");
  EXPECT_EQ(reply.at("/1"), "");
}
TEST_F(DeckApi, changes_a_card) {
  const long id = add_card("λόγος");
  EXPECT_EQ(anna_here_.put(path("cards", id), R"({"greek":"θάλασσα","meaning":"sea"})").at("/meaning"), "sea");
  EXPECT_EQ(anna_here_.get(path("cards", id)).at("/greek"), "θάλασσα");
}
TEST_F(DeckApi, changes_no_card_into_another) {
  add_card("λόγος");
  EXPECT_EQ(anna_here_.put(path("cards", add_card("θάλασσα")), R"({"greek":"λόγος","meaning":"word"})").status, 422);
}
TEST_F(DeckApi, removes_a_card) {
  const long id = add_card("λόγος");
  EXPECT_EQ(anna_here_.remove(path("cards", id)).status, 204);
  EXPECT_EQ(anna_here_.get(path("cards", id)).status, 404);
}
TEST_F(DeckApi, shows_cards_to_those_who_may_read) {
  const long id = add_card("λόγος");
  EXPECT_EQ(eleni_here_.get(path("cards", id)).status, 404);
  share();
  EXPECT_EQ(eleni_here_.get(path("cards", id)).status, 200);
  EXPECT_EQ(eleni_here_.put(path("cards", id), R"({"greek":"α","meaning":"a"})").status, 403);
  EXPECT_EQ(eleni_here_.remove(path("cards", id)).status, 403);
}

TEST_F(DeckApi, imports_and_exports) {
  const std::string text = "λόγος,\"word, reason\",noun\n";
  EXPECT_EQ(anna_here_.post(here_ + "/text", text).number("/cards"), 1);
  EXPECT_EQ(anna_here_.get(here_ + "/text").body, text);
}
TEST_F(DeckApi, imports_nothing_that_is_no_text) {
  const Reply reply = anna_here_.post(here_ + "/text", "α,a letter,\nβ\n");
  EXPECT_EQ(reply.status, 422);
  EXPECT_NE(reply.at("/error").find("2"), std::string::npos) << reply.body;
  EXPECT_EQ(anna_here_.get(here_).number("/cards"), 0);
}
TEST_F(DeckApi, imports_nothing_twice) {
  anna_here_.post(here_ + "/text", "α,a letter,\n");
  EXPECT_EQ(anna_here_.post(here_ + "/text", "β,a letter,\nα,a letter,\n").status, 409);
  EXPECT_EQ(anna_here_.get(here_).number("/cards"), 1);
}

class StudyApi : public DeckApi {
 protected:
  long first_ = add_card("πρώτο");
  long second_ = add_card("δεύτερο");
  Reply review(long card, int quality, const std::string& day) {
    return anna_here_.post(path("cards", card, "/reviews?day=" + day), R"({"quality":)" + std::to_string(quality) + "}");
  }
  // The Greek sides, or the error.
  std::string due(const std::string& day) {
    const Reply reply = anna_here_.get(here_ + "/due?day=" + day);
    return reply.status == 200 ? reply.at("/0/greek") + " " + reply.at("/1/greek") : reply.at("/error");
  }
};

TEST_F(StudyApi, asks_new_cards) { EXPECT_EQ(due("2024-02-28"), "πρώτο δεύτερο"); }
TEST_F(StudyApi, asks_a_card_again_when_it_is_due) {
  const Reply reply = review(first_, 5, "2024-02-28");
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.at("/due"), "2024-02-29");
  EXPECT_EQ(due("2024-02-28"), "δεύτερο ");
  EXPECT_EQ(due("2024-02-29"), "πρώτο δεύτερο");
}
TEST_F(StudyApi, asks_a_known_card_later_and_later) {
  review(first_, 5, "2024-02-28");
  review(first_, 5, "2024-02-29");
  EXPECT_EQ(review(first_, 5, "2024-03-06").number("/repetitions"), 3);
  EXPECT_EQ(due("2024-03-07"), "δεύτερο ");
}
TEST_F(StudyApi, takes_today_where_no_day_is_given) {
  EXPECT_EQ(anna_here_.post(path("cards", first_, "/reviews"), R"({"quality":5})").at("/due"), "2023-11-15");
}
TEST_F(StudyApi, takes_no_day_that_there_is_not) {
  EXPECT_EQ(due("2023-02-29"), "a day is written like 2024-02-29");
  EXPECT_EQ(review(first_, 5, "tomorrow").status, 400);
}
TEST_F(StudyApi, takes_no_quality_that_there_is_not) {
  EXPECT_EQ(review(first_, 6, "2024-02-28").status, 422);
  EXPECT_EQ(review(first_, -1, "2024-02-28").status, 422);
  EXPECT_EQ(anna_here_.post(path("cards", first_, "/reviews"), R"({"quality":4.5})").status, 400);
  EXPECT_EQ(due("2024-02-28"), "πρώτο δεύτερο");
}
TEST_F(StudyApi, takes_an_answer_back) {
  review(first_, 5, "2024-02-28");
  EXPECT_EQ(anna_here_.remove("/reviews/last").status, 204);
  EXPECT_EQ(due("2024-02-28"), "πρώτο δεύτερο");
}
TEST_F(StudyApi, tells_statistics) {
  review(first_, 5, "2024-02-28");
  review(second_, 0, "2024-02-28");
  review(first_, 4, "2024-02-29");
  const Reply reply = anna_here_.get(here_ + "/statistics?day=2024-02-29");
  EXPECT_EQ(reply.number("/answers"), 3);
  EXPECT_EQ(reply.number("/answers_today"), 1);
  EXPECT_EQ(reply.number("/streak"), 2);
  EXPECT_EQ(reply.number("/learning"), 1);
  EXPECT_EQ(reply.at("/hardest/0/greek"), "δεύτερο");
  EXPECT_EQ(reply.number("/forecast/0"), 1);
}
TEST_F(StudyApi, keeps_readers_apart) {
  share();
  review(first_, 5, "2024-02-28");
  EXPECT_EQ(eleni_here_.get(here_ + "/statistics?day=2024-02-28").number("/answers"), 0);
  EXPECT_EQ(eleni_here_.get(here_ + "/due?day=2024-02-28").at("/0/greek"), "πρώτο");
}
TEST_F(StudyApi, lets_strangers_answer_nothing) {
  EXPECT_EQ(eleni_here_.post(path("cards", first_, "/reviews"), R"({"quality":5})").status, 404);
}

}  // namespace
}  // namespace learn_greek
