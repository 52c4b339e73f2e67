// Where the repositories send their statements: a connection to PostgreSQL, in tests a session that is rolled back.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

struct pg_conn;    // libpq's
struct pg_result;  // libpq's

namespace learn_greek {

using Value = std::optional<std::string>;  // as text; none is NULL
using Row = std::vector<Value>;
using Rows = std::vector<Row>;

// "23505": a key is there already; "23503": what is referred to is not.
class SqlError : public std::runtime_error {
 public:
  SqlError(const std::string& text, std::string state) : std::runtime_error(text), state_(std::move(state)) {}
  [[nodiscard]] const std::string& state() const { return state_; }

 private:
  std::string state_;
};

class Sql {
 public:
  virtual ~Sql() = default;
  // One statement, with the values of $1, $2, … Throws SqlError.
  virtual Rows execute(const std::string& statement, const Row& values = {}) = 0;
};

class SqlConnection : public Sql {
 public:
  explicit SqlConnection(const std::string& url);
  Rows execute(const std::string& statement, const Row& values = {}) override;

 private:
  std::unique_ptr<pg_conn, void (*)(pg_conn*)> connection_;
};

// From BEGIN to commit(); rolled back without it.
class Transaction {
 public:
  explicit Transaction(Sql& sql) : sql_(sql) { sql_.execute("BEGIN"); }
  Transaction(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Sql& sql_;
  bool open_ = true;
};

[[nodiscard]] Rows rows_of(const pg_result* answer);
[[nodiscard]] long to_number(const Value& value);
// The one value of an answer that has one row.
[[nodiscard]] long number_of(const Rows& rows);
// {"a","b"} and back, for arrays of text.
[[nodiscard]] std::string array_of(const std::vector<std::string>& texts);

}  // namespace learn_greek
