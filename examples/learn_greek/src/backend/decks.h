// Decks and their cards.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/sql.h"
#include "card.h"
#include "scheduler.h"

namespace learn_greek {

struct StoredDeck {
  long id = 0;
  long owner = 0;
  std::string name;
  std::string visibility;  // personal, shared (with its readers), open
  long cards = 0;
};

struct StoredCard {
  long id = 0;
  long deck = 0;
  Card card;
};

class Decks {
 public:
  explicit Decks(Sql& sql) : sql_(sql) {}
  // None if the owner has one of that name.
  std::optional<StoredDeck> add(long owner, const std::string& name);
  std::optional<StoredDeck> find(long id);
  std::vector<StoredDeck> of(long owner);
  // Those of others that the user may read and that are not open to everybody.
  std::vector<StoredDeck> shared_with(long user);
  // False if there is no such deck, or the owner has another one of that name.
  bool rename(long id, const std::string& name);
  bool remove(long id);
  void set_visibility(long id, const std::string& visibility);
  bool add_reader(long id, long user);
  bool remove_reader(long id, long user);
  bool may_read(long id, long user);

 private:
  Sql& sql_;
};

class Cards {
 public:
  explicit Cards(Sql& sql) : sql_(sql) {}
  // At the end. The Greek side is normalised. None, and nothing changes, where Deck::add() says false.
  std::optional<StoredCard> add(long deck, const Card& card);
  std::optional<StoredCard> find(long id);
  // In order.
  std::vector<StoredCard> of(long deck);
  std::vector<StoredCard> tagged(long deck, const std::string& tag);
  // Whose Greek side begins with the text, whatever its case and accents.
  std::vector<StoredCard> beginning_with(long deck, const std::string& text);
  // False, and nothing changes, as add().
  bool update(long id, const Card& card);
  bool remove(long id);
  // To that place among the cards of its deck, 0 is the first; those behind move on.
  void move(long id, long position);
  // All cards of a text (text_format.h) or, if one is in the deck already, none: false. Throws as import_deck does.
  bool import(long deck, const std::string& text);
  std::string export_text(long deck);

 private:
  std::vector<StoredCard> select(const std::string& condition, const Row& values);
  std::optional<long> insert(long deck, const Card& card);  // in a transaction of the caller's
  void set_tags(long id, const std::vector<std::string>& tags);

  Sql& sql_;
};

}  // namespace learn_greek
