#include "backend/api.h"

#include <nlohmann/json.hpp>

#include <array>
#include <stdexcept>
#include <vector>

#include "backend/decks.h"
#include "backend/reviews.h"
#include "calendar.h"

namespace learn_greek {

namespace {

using Json = nlohmann::json;

struct HttpError {
  int status;
  std::string text;
};

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t begin = 1;
  while (begin < path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    parts.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

long id_of(const std::string& text) {
  if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos) {
    throw HttpError{404, "there is no such thing"};
  }
  return std::stol(text);
}

Json json_of(const User& user) { return {{"id", user.id}, {"email", user.email}, {"name", user.name}}; }
Json json_of(const StoredDeck& deck) {
  return {{"id", deck.id}, {"name", deck.name}, {"visibility", deck.visibility}, {"cards", deck.cards}};
}
Json json_of(const StoredCard& card) {
  return {{"id", card.id}, {"greek", card.card.greek}, {"meaning", card.card.meaning}, {"tags", card.card.tags}};
}
template <class T>
Json json_of(const std::vector<T>& all) {
  Json list = Json::array();
  for (const T& each : all) list.push_back(json_of(each));
  return list;
}

// A request while it is answered.
class Call {
 public:
  Call(Sql& sql, const Clock& clock, const AuthSettings& settings, const Request& request)
      : sql_(sql), auth_(sql, clock, settings), clock_(clock), request_(request), parts_(parts_of(request.path)) {}

  Response answer() {
    const std::string& first = part(0);
    if (is("GET", {"health"})) return said(200, {{"status", "ok"}});
    if (is("POST", {"users"})) return sign_up();
    if (is("POST", {"sessions"})) return log_in();
    user_ = auth_.user_of(request_.token);
    if (!user_) throw HttpError{401, "log in first"};
    if (first == "sessions" || first == "me") return account();
    if (first == "decks") return decks();
    if (first == "cards") return card();
    if (is("DELETE", {"reviews", "last"})) return undo();
    throw HttpError{404, "there is no such route"};
  }

 private:
  using Pattern = std::vector<std::string>;

  const std::string& part(std::size_t index) const {
    static const std::string none;
    return index < parts_.size() ? parts_[index] : none;
  }
  // "*" is any part.
  bool is(const char* method, const Pattern& pattern) const {
    if (request_.method != method || parts_.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != "*" && pattern[i] != parts_[i]) return false;
    }
    return true;
  }
  static Response said(int status, const Json& json) { return {status, json.dump()}; }

  Json body() const {
    Json json = Json::parse(request_.body, nullptr, false);
    if (!json.is_object()) throw HttpError{400, "the body is no JSON object"};
    return json;
  }
  static std::string text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string()) throw HttpError{400, std::string("the text \"") + name + "\" is missing"};
    return found->get<std::string>();
  }
  static long number_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number_integer()) {
      throw HttpError{400, std::string("the whole number \"") + name + "\" is missing"};
    }
    return found->get<long>();
  }
  static Card card_in(const Json& json) {
    Card card{text_in(json, "greek"), text_in(json, "meaning"), {}};
    for (const Json& each : json.value("tags", Json::array())) {
      if (!each.is_string()) throw HttpError{400, "tags are texts"};
      card.tags.push_back(each.get<std::string>());
    }
    return card;
  }
  int day() const {
    if (request_.day.empty()) return static_cast<int>(clock_() / 86'400);
    try {
      return parse_date(request_.day);
    } catch (const std::invalid_argument&) {
      throw HttpError{400, "a day is written like 2024-02-29"};
    }
  }

  template <class T>
  static const T& accepted(const Auth::Result<T>& result) {
    switch (result.refusal) {
      case Auth::Refusal::none: return *result.value;
      case Auth::Refusal::email_taken: throw HttpError{409, result.text};
      case Auth::Refusal::wrong_credentials: throw HttpError{401, result.text};
      case Auth::Refusal::too_many_failures: throw HttpError{429, result.text};
      default: throw HttpError{422, result.text};
    }
  }

  // In this order: what is missing first is named.
  Response sign_up() {
    const Json json = body();
    const std::string email = text_in(json, "email");
    const std::string name = text_in(json, "name");
    return said(201, json_of(accepted(auth_.sign_up(email, name, text_in(json, "password")))));
  }
  Response log_in() {
    const Json json = body();
    const std::string email = text_in(json, "email");
    return said(201, {{"token", accepted(auth_.log_in(email, text_in(json, "password")))}});
  }

  Response account() {
    if (is("DELETE", {"sessions"})) return auth_.log_out(request_.token) ? Response{204, ""} : Response{404, ""};
    if (is("GET", {"me"})) {
      Json json = json_of(*user_);
      if (const auto goal = Users(sql_).goal(user_->id)) json["goal"] = *goal;
      return said(200, json);
    }
    if (is("PUT", {"me", "password"})) {
      const Json json = body();
      accepted(auth_.change_password(user_->id, text_in(json, "old"), text_in(json, "new")));
      return {204, ""};
    }
    if (is("PUT", {"me", "goal"})) {
      const long goal = number_in(body(), "answers");
      if (goal < 0 || goal > 1000) throw HttpError{422, "a goal is 0 to 1000 answers a day"};
      Users(sql_).set_goal(user_->id, static_cast<int>(goal));
      return {204, ""};
    }
    if (is("DELETE", {"me"})) {
      Users(sql_).remove(user_->id);
      return {204, ""};
    }
    throw HttpError{404, "there is no such route"};
  }

  // Somebody else's is as if it were not there.
  StoredDeck deck_to_read() {
    const auto deck = Decks(sql_).find(id_of(part(1)));
    if (!deck || !Decks(sql_).may_read(deck->id, user_->id)) throw HttpError{404, "there is no such deck"};
    return *deck;
  }
  StoredDeck deck_to_change() {
    StoredDeck deck = deck_to_read();
    if (deck.owner != user_->id) throw HttpError{403, "this deck is somebody else's"};
    return deck;
  }

  Response decks() {
    if (is("GET", {"decks"})) {
      return said(200, {{"own", json_of(Decks(sql_).of(user_->id))}, {"shared", json_of(Decks(sql_).shared_with(user_->id))}});
    }
    if (is("POST", {"decks"})) return add_deck();
    if (is("GET", {"decks", "*"})) return said(200, json_of(deck_to_read()));
    if (is("PUT", {"decks", "*"})) return change_deck();
    if (is("DELETE", {"decks", "*"})) {
      Decks(sql_).remove(deck_to_change().id);
      return {204, ""};
    }
    if (part(2) == "readers") return readers();
    if (part(2) == "cards") return cards();
    return study();
  }
  Response add_deck() {
    const std::string name = text_in(body(), "name");
    if (name.empty()) throw HttpError{422, "a deck has a name"};
    const auto deck = Decks(sql_).add(user_->id, name);
    if (!deck) throw HttpError{409, "you have a deck of this name"};
    return said(201, json_of(*deck));
  }
  Response change_deck() {
    const StoredDeck deck = deck_to_change();
    const Json json = body();
    const std::string name = json.value("name", deck.name);
    const std::string visibility = json.value("visibility", deck.visibility);
    if (name.empty()) throw HttpError{422, "a deck has a name"};
    if (visibility != "personal" && visibility != "shared" && visibility != "open") {
      throw HttpError{422, "a deck is personal, shared or open"};
    }
    if (!Decks(sql_).rename(deck.id, name)) throw HttpError{409, "you have a deck of this name"};
    Decks(sql_).set_visibility(deck.id, visibility);
    return said(200, json_of(Decks(sql_).find(deck.id).value()));
  }
  Response readers() {
    const StoredDeck deck = deck_to_change();
    if (is("POST", {"decks", "*", "readers"})) {
      const auto reader = Users(sql_).find_email(text_in(body(), "email"));
      if (!reader) throw HttpError{422, "nobody has this email address"};
      return said(Decks(sql_).add_reader(deck.id, reader->id) ? 201 : 200, json_of(*reader));
    }
    if (is("DELETE", {"decks", "*", "readers", "*"})) {
      if (!Decks(sql_).remove_reader(deck.id, id_of(part(3)))) throw HttpError{404, "there is no such reader"};
      return {204, ""};
    }
    throw HttpError{404, "there is no such route"};
  }

  Response cards() {
    if (is("GET", {"decks", "*", "cards"})) {
      return said(200, json_of(Cards(sql_).beginning_with(deck_to_read().id, request_.text)));
    }
    if (is("POST", {"decks", "*", "cards"})) {
      const auto card = Cards(sql_).add(deck_to_change().id, card_in(body()));
      if (!card) throw HttpError{422, "this card is in the deck already, or lacks a side"};
      return said(201, json_of(*card));
    }
    throw HttpError{404, "there is no such route"};
  }

  Response study() {
    if (is("GET", {"decks", "*", "text"})) return {200, Cards(sql_).export_text(deck_to_read().id)};
    if (is("POST", {"decks", "*", "text"})) return import();
    if (is("GET", {"decks", "*", "due"})) {
      return said(200, json_of(Reviews(sql_).due(user_->id, deck_to_read().id, day())));
    }
    if (is("GET", {"decks", "*", "statistics"})) return statistics();
    throw HttpError{404, "there is no such route"};
  }
  Response import() {
    const long deck = deck_to_change().id;
    try {
      if (!Cards(sql_).import(deck, request_.body)) throw HttpError{409, "some of these cards are in the deck already"};
    } catch (const std::invalid_argument& error) {
      throw HttpError{422, error.what()};
    }
    return said(201, json_of(Decks(sql_).find(deck).value()));
  }
  Response statistics() {
    const long deck = deck_to_read().id;
    StoredStatistics all(sql_);
    const Summary summary = all.summary(user_->id, deck, day());
    Json hardest = Json::array();
    for (const auto& [greek, times] : all.hardest(user_->id, deck, 5)) hardest.push_back({{"greek", greek}, {"times", times}});
    return said(200, {{"answers", summary.answers},
                      {"answers_today", summary.answers_today},
                      {"retention", summary.retention},
                      {"streak", summary.current_streak},
                      {"longest_streak", summary.longest_streak},
                      {"fresh", summary.maturity.fresh},
                      {"learning", summary.maturity.learning},
                      {"young", summary.maturity.young},
                      {"mature", summary.maturity.mature},
                      {"forecast", all.forecast(user_->id, deck, day(), 7)},
                      {"hardest", hardest}});
  }

  Response card() {
    const auto found = Cards(sql_).find(id_of(part(1)));
    if (!found || !Decks(sql_).may_read(found->deck, user_->id)) throw HttpError{404, "there is no such card"};
    if (is("GET", {"cards", "*"})) return said(200, json_of(*found));
    if (is("POST", {"cards", "*", "reviews"})) return review(*found);
    if (Decks(sql_).find(found->deck)->owner != user_->id) throw HttpError{403, "this card is somebody else's"};
    if (is("PUT", {"cards", "*"})) {
      if (!Cards(sql_).update(found->id, card_in(body())))
        throw HttpError{422, "this card is in the deck already, or lacks a side"};
      return said(200, json_of(Cards(sql_).find(found->id).value()));
    }
    if (is("DELETE", {"cards", "*"})) {
      Cards(sql_).remove(found->id);
      return {204, ""};
    }
    throw HttpError{404, "there is no such route"};
  }
  Response review(const StoredCard& card) {
    const long quality = number_in(body(), "quality");
    if (quality < 0 || quality > 5) throw HttpError{422, "the quality of an answer is 0 to 5"};
    const Schedule next = Reviews(sql_).answer(user_->id, card.id, static_cast<int>(quality), day());
    return said(201, {{"due", date_text(next.due)}, {"interval", next.interval}, {"repetitions", next.repetitions}});
  }
  Response undo() {
    if (!Reviews(sql_).undo(user_->id)) throw HttpError{404, "there is no answer to take back"};
    return {204, ""};
  }

  Sql& sql_;
  Auth auth_;
  const Clock& clock_;
  const Request& request_;
  std::vector<std::string> parts_;
  std::optional<User> user_;
};

}  // namespace

Response Api::handle(const Request& request) noexcept {
  try {
    return Call(sql_, clock_, settings_, request).answer();
  } catch (const HttpError& error) {
    return {error.status, Json{{"error", error.text}}.dump()};
  } catch (const Json::exception&) {
    return {400, R"({"error":"the body has a value of the wrong kind"})"};
  } catch (const std::exception&) {
    return {500, R"({"error":"something is wrong here"})"};
  }
}

}  // namespace learn_greek
