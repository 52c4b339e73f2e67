#include "backend/decks.h"

#include <algorithm>

#include "greek.h"
#include "text_format.h"

namespace learn_greek {

namespace {

constexpr const char* k_unique_violation = "23505";

const std::string k_select_decks =
    "SELECT d.id, d.owner, d.name, d.visibility, (SELECT count(*) FROM cards WHERE deck_id = d.id) FROM decks d ";

std::vector<StoredDeck> decks_of(const Rows& rows) {
  std::vector<StoredDeck> decks;
  for (const Row& row : rows) {
    decks.push_back({to_number(row[0]), to_number(row[1]), row[2].value(), row[3].value(), to_number(row[4])});
  }
  return decks;
}

std::optional<StoredDeck> first_of(const Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return decks_of(rows)[0];
}

// As a deck in memory would take it.
std::optional<Card> accepted(const Card& card) {
  Deck deck("");
  if (!deck.add(card)) return std::nullopt;
  return deck.cards()[0];
}

std::string folded(const std::string& text) { return encode_utf8(fold(text)); }

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace

std::optional<StoredDeck> Decks::add(long owner, const std::string& name) {
  return first_of(
      sql_.execute("INSERT INTO decks (owner, name) VALUES ($1, $2) ON CONFLICT (owner, name) DO NOTHING "
                   "RETURNING id, owner, name, visibility, 0",
                   {std::to_string(owner), name}));
}

std::optional<StoredDeck> Decks::find(long id) {
  return first_of(sql_.execute(k_select_decks + "WHERE d.id = $1", {std::to_string(id)}));
}

std::vector<StoredDeck> Decks::of(long owner) {
  return decks_of(sql_.execute(k_select_decks + "WHERE d.owner = $1 ORDER BY d.name", {std::to_string(owner)}));
}

std::vector<StoredDeck> Decks::shared_with(long user) {
  return decks_of(sql_.execute(k_select_decks + "JOIN deck_readers r ON r.deck_id = d.id "
                                                "WHERE r.user_id = $1 AND d.visibility = 'shared' ORDER BY d.name, d.id",
                               {std::to_string(user)}));
}

bool Decks::rename(long id, const std::string& name) {
  try {
    return !sql_.execute("UPDATE decks SET name = $2 WHERE id = $1 RETURNING id", {std::to_string(id), name}).empty();
  } catch (const SqlError& error) {
    if (error.state() != k_unique_violation) throw;
    return false;
  }
}

bool Decks::remove(long id) {
  return !sql_.execute("DELETE FROM decks WHERE id = $1 RETURNING id", {std::to_string(id)}).empty();
}

void Decks::set_visibility(long id, const std::string& visibility) {
  sql_.execute("UPDATE decks SET visibility = $2::visibility WHERE id = $1", {std::to_string(id), visibility});
}

bool Decks::add_reader(long id, long user) {
  return !sql_.execute("INSERT INTO deck_readers VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1",
                       {std::to_string(id), std::to_string(user)})
              .empty();
}

bool Decks::remove_reader(long id, long user) {
  return !sql_.execute("DELETE FROM deck_readers WHERE deck_id = $1 AND user_id = $2 RETURNING 1",
                       {std::to_string(id), std::to_string(user)})
              .empty();
}

bool Decks::may_read(long id, long user) {
  return sql_.execute("SELECT may_read($1, $2)", {std::to_string(user), std::to_string(id)}).at(0).at(0) == "t";
}

std::vector<StoredCard> Cards::select(const std::string& condition, const Row& values) {
  const Rows rows = sql_.execute(
      "SELECT c.id, c.deck_id, c.greek, c.meaning, coalesce((SELECT string_agg(t.name, ' ' ORDER BY t.name) "
      "FROM card_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.card_id = c.id), '') FROM cards c WHERE " +
          condition + " ORDER BY c.deck_id, c.position",
      values);
  std::vector<StoredCard> cards;
  for (const Row& row : rows) {
    cards.push_back({to_number(row[0]), to_number(row[1]), {row[2].value(), row[3].value(), words_of(row[4].value())}});
  }
  return cards;
}

std::optional<StoredCard> Cards::add(long deck, const Card& card) {
  Transaction transaction(sql_);
  const auto id = insert(deck, card);
  if (!id) return std::nullopt;
  transaction.commit();
  return find(*id);
}

std::optional<long> Cards::insert(long deck, const Card& card) {
  const auto wanted = accepted(card);
  if (!wanted) return std::nullopt;
  sql_.execute("SELECT FROM decks WHERE id = $1 FOR UPDATE", {std::to_string(deck)});  // for the position
  const Rows rows = sql_.execute(
      "INSERT INTO cards (deck_id, position, greek, folded, meaning) SELECT $1, coalesce(max(position) + 1, 0), $2, $3, $4 "
      "FROM cards WHERE deck_id = $1 ON CONFLICT (deck_id, greek) DO NOTHING RETURNING id",
      {std::to_string(deck), wanted->greek, folded(wanted->greek), wanted->meaning});
  if (rows.empty()) return std::nullopt;
  set_tags(number_of(rows), wanted->tags);
  return number_of(rows);
}

void Cards::set_tags(long id, const std::vector<std::string>& tags) {
  sql_.execute("DELETE FROM card_tags WHERE card_id = $1", {std::to_string(id)});
  if (tags.empty()) return;
  sql_.execute("INSERT INTO tags (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", {array_of(tags)});
  sql_.execute("INSERT INTO card_tags SELECT $1, id FROM tags WHERE name = ANY ($2::text[])",
               {std::to_string(id), array_of(tags)});
}

std::optional<StoredCard> Cards::find(long id) {
  auto found = select("c.id = $1", {std::to_string(id)});
  if (found.empty()) return std::nullopt;
  return found[0];
}

std::vector<StoredCard> Cards::of(long deck) { return select("c.deck_id = $1", {std::to_string(deck)}); }

std::vector<StoredCard> Cards::tagged(long deck, const std::string& tag) {
  return select(
      "c.deck_id = $1 AND EXISTS (SELECT FROM card_tags ct JOIN tags t ON t.id = ct.tag_id "
      "WHERE ct.card_id = c.id AND t.name = $2)",
      {std::to_string(deck), tag});
}

std::vector<StoredCard> Cards::beginning_with(long deck, const std::string& text) {
  return select("c.deck_id = $1 AND starts_with(c.folded, $2)", {std::to_string(deck), folded(text)});
}

bool Cards::update(long id, const Card& card) {
  const auto wanted = accepted(card);
  if (!wanted) return false;
  Transaction transaction(sql_);
  try {
    const Rows rows = sql_.execute("UPDATE cards SET greek = $2, folded = $3, meaning = $4 WHERE id = $1 RETURNING id",
                                   {std::to_string(id), wanted->greek, folded(wanted->greek), wanted->meaning});
    if (rows.empty()) return false;
  } catch (const SqlError& error) {
    if (error.state() != k_unique_violation) throw;
    return false;
  }
  set_tags(id, wanted->tags);
  transaction.commit();
  return true;
}

bool Cards::remove(long id) {
  return !sql_.execute("DELETE FROM cards WHERE id = $1 RETURNING id", {std::to_string(id)}).empty();
}

// Two cards have the same position meanwhile; that is looked at when the transaction ends.
void Cards::move(long id, long position) {
  Transaction transaction(sql_);
  sql_.execute(
      "WITH ordered AS (SELECT c.id, row_number() OVER (ORDER BY c.position) - 1 AS place FROM cards c "
      "  WHERE c.id <> $1 AND c.deck_id = (SELECT deck_id FROM cards WHERE id = $1)) "
      "UPDATE cards SET position = CASE WHEN ordered.place < $2 THEN ordered.place ELSE ordered.place + 1 END "
      "FROM ordered WHERE cards.id = ordered.id",
      {std::to_string(id), std::to_string(position)});
  sql_.execute(
      "UPDATE cards SET position = least($2, (SELECT count(*) - 1 FROM cards o WHERE o.deck_id = cards.deck_id)) WHERE id = $1",
      {std::to_string(id), std::to_string(position)});
  transaction.commit();
}

bool Cards::import(long deck, const std::string& text) {
  const Deck read = import_deck("", text);
  Transaction transaction(sql_);
  for (const Card& each : read.cards()) {
    if (!insert(deck, each)) return false;
  }
  transaction.commit();
  return true;
}

std::string Cards::export_text(long deck) {
  Deck result("");
  for (const StoredCard& each : of(deck)) result.add(each.card);
  return export_deck(result);
}

}  // namespace learn_greek
