// Takes back what a test has written to a database, where that is rows of its own.
//
// Rows are a test's own if a transaction made them that came after the template: these are deleted, and the sequences set to what
// they were. That it did more shows in the template's rows, of which fewer are left then, and in the counters of tuples: of
// what the database counts, what is not counted of the tables known here was done to catalogs. Then another database has to be
// made. Much is not taken back either: that would take longer.
#pragma once

#include <string>
#include <vector>

#include "postgres/meter.h"

namespace trireme::postgres {

class Undo {
 public:
  // How many tuples sessions have inserted, updated and deleted: of catalogs and what else is not known, then by table.
  struct Count {
    long inserted = 0, updated = 0, deleted = 0;
    bool operator==(const Count&) const = default;
  };
  using Counts = std::vector<Count>;

  // For this database, which nobody has used yet, and the other copies of its template.
  static Async<Undo> of(Connection& inside);

  // Of a connection to a copy of which nothing is known yet.
  Async<void> prepare(Connection& inside) const;
  // … that this has prepared, to a database in which nobody else is. `counts`, at first those of a new one, become what they
  // are after it. False: the database is not as it was.
  Async<bool> undo(Connection& inside, const Sequences& sequences, Counts& counts) const;

  [[nodiscard]] Counts of_a_new_one() const { return Counts(tables_.size() + 1); }

 private:
  struct Table {
    std::string name;
    std::string oid, toast;
    std::string rows;  // of the template, so many
  };

  Async<void> count_rows(Connection& inside);
  Async<Counts> counts(Connection& inside) const;
  [[nodiscard]] std::string undo_sql(const std::vector<const Table*>& changed, const Sequences& sequences) const;

  std::vector<Table> tables_;
  std::string first_transaction_;  // after the template
};

}  // namespace trireme::postgres
