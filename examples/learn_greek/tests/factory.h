// What tests need to be there, with values that no other has: of the same test, and of tests that run at the same time.
#pragma once

#include <trireme/worker.h>

#include <string>
#include <vector>

#include "backend/decks.h"
#include "backend/users.h"

namespace learn_greek {

class Factory {
 public:
  explicit Factory(Sql& sql) : sql_(sql) {}

  static std::string unique(const std::string& word) {
    static int count = 0;
    return word + std::to_string(++count) + "." + trireme::worker_id();
  }
  static std::string email() { return unique("user") + "@example.com"; }

  // Without a password: hashing one takes longer than all the rest of most tests.
  User user() { return Users(sql_).add(email(), "Anna", "none").value(); }
  StoredDeck deck(const User& owner) { return Decks(sql_).add(owner.id, unique("deck")).value(); }
  StoredCard card(const StoredDeck& deck) { return Cards(sql_).add(deck.id, {unique("λέξη "), "a word", {}}).value(); }
  std::vector<StoredCard> cards(const StoredDeck& deck, int count) {
    std::vector<StoredCard> made;
    for (int i = 0; i < count; ++i) made.push_back(card(deck));
    return made;
  }

 private:
  Sql& sql_;
};

}  // namespace learn_greek
