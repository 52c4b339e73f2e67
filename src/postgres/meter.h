// The write meter: does a database still hold what it held when a test got it?
//
// PostgreSQL counts the tuples that a database's sessions insert, update and delete, also those of catalogs and of what was
// rolled back. A session adds what it did when it ends, so nobody may be left in the database when one reads. What does not
// show there: sequences, and what the whole server keeps of a database (settings, privileges, owner, comment).
#pragma once

#include <string>
#include <vector>

#include "postgres/connection.h"

namespace trireme::postgres {

// Whether the counters of this database tell at once what was written there.
enum class Counting { prompt, late, off };
Async<Counting> counting_in(Connection& inside);

// What a statement answers with one value.
Async<std::string> single(Connection& connection, std::string sql);

// Makes a connection to the server, to any database of it, ready for the questions below.
Async<void> prepare_meter(Connection& server);

// Sessions in this database, but for the one whose process is `own`.
Async<int> sessions_in(Connection& server, const std::string& database, int own);

// All that can be seen from outside of the database.
struct State {
  std::string counters;  // of its tuples
  std::string settings;  // and what else the server keeps of it, beside when it began to count
  bool operator==(const State&) const = default;
};
Async<State> state_of(Connection& server, const std::string& database);

// The sequences of a database, and of those that are copies of the same template.
class Sequences {
 public:
  Sequences() = default;
  // As they are in this database, which nobody has used yet.
  static Async<Sequences> of(Connection& inside);

  [[nodiscard]] bool none() const { return names_.empty(); }
  // Of a connection to a database of which only sequences may have changed.
  Async<void> prepare(Connection& inside) const;
  // … prepared by this.
  Async<bool> are_unchanged(Connection& inside) const;
  // Expressions of SQL that set them back.
  [[nodiscard]] const std::string& values() const { return values_; }

 private:
  std::vector<std::string> names_;
  std::string values_;
};

}  // namespace trireme::postgres
