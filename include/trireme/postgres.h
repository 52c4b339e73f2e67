// PostgreSQL for tests in C++, on libpq: connections of this process, a transaction per test, a database for one test.
//
//   #include <trireme/googletest.h>                      // or catch2.h, doctest.h, boost_test.h
//
//   struct Users : trireme::DbTest {};                   // `db` is a DbSession
//
//   TEST_F(Users, are_unique) {
//     Repository users([this](auto& sql, auto& values) { return db.execute(sql, values); });
//     users.add("anna");                                 // may say BEGIN and COMMIT
//     EXPECT_EQ(db.execute("SELECT count(*) FROM users").value(), "1");
//   }                                                    // rolled back
//
// The database is the one that TEST_DATABASE_URL names. Trireme sets it (`trireme --db-schema schema.sql`): every worker, or
// every test, then has a database of its own, with the schema in it. Without Trireme it is the caller's own database, and
// ensure_database_ready() makes the schema there.
//
// To be linked with trireme::postgres. C++17 or newer. What cannot be done is a DatabaseError, which every framework reports
// as the failure of the test. Objects may be used by any thread, by one at a time; Engine by several.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <trireme/worker.h>

struct pg_conn;    // libpq's PGconn
struct pg_result;  // libpq's PGresult

namespace trireme {

// What the server, or libpq, says. `sqlstate` has five characters, "23505" for a key that is there already; it is empty when
// the error is not the server's (no connection, a mistake in the use of this library).
class DatabaseError : public std::runtime_error {
 public:
  explicit DatabaseError(const std::string& text, std::string sqlstate = "")
      : std::runtime_error(text), sqlstate_(std::move(sqlstate)) {}
  const std::string& sqlstate() const noexcept { return sqlstate_; }

 private:
  std::string sqlstate_;
};

// The values of $1, $2, … as text; nullopt is NULL.
using Parameters = std::vector<std::optional<std::string>>;

// What a statement answered. Copies share it. A row or a column that is not there is std::out_of_range.
class Rows {
 public:
  Rows() = default;
  explicit Rows(pg_result* owned);
  std::size_t size() const noexcept;  // rows
  bool empty() const noexcept { return size() == 0; }
  std::size_t columns() const noexcept;
  // Of an INSERT, UPDATE, DELETE, SELECT …: how many rows it was about.
  std::size_t affected() const;
  bool is_null(std::size_t row, std::size_t column) const;
  // As PostgreSQL writes it; "" for NULL. Valid while a copy of the answer lives.
  std::string_view text(std::size_t row, std::size_t column) const;
  // The first column of the first row.
  std::string value() const { return std::string(text(0, 0)); }
  // Null if nothing was executed. Not to be cleared.
  pg_result* raw() const noexcept { return result_.get(); }

 private:
  std::shared_ptr<pg_result> result_;
};

// A connection, closed at the end. Its application_name is Engine's, unless the URL names another one.
class Connection {
 public:
  // A URL (postgresql://…) or libpq's key=value pairs.
  explicit Connection(const std::string& url);
  // Without parameters it may be several statements; the answer of the last one is returned.
  Rows execute(const std::string& sql, const Parameters& parameters = {});
  // For libpq. Not to be finished.
  pg_conn* raw() const noexcept { return connection_.get(); }

 private:
  struct Close {
    void operator()(pg_conn* connection) const noexcept;
  };
  std::unique_ptr<pg_conn, Close> connection_;
};

// The connections of this process to its database: made when they are wanted, kept when they are given back. After fork() a
// child makes its own.
class Engine {
 public:
  // For the database of TEST_DATABASE_URL. The environment is read when the first connection, or the URL, is wanted.
  static Engine& instance();
  explicit Engine(std::string url) : url_(std::move(url)) {}
  Engine(const Engine&) = delete;
  ~Engine();

  // For libraries that connect themselves (pqxx::connection, an asynchronous client): with application_name, and with the
  // password if the caller's has one. A DatabaseError if TEST_DATABASE_URL is not set.
  std::string url();
  // "trireme-gw0": what pg_stat_activity shows.
  static std::string application_name() { return "trireme-" + worker_id(); }

  struct GiveBack {
    Engine* engine = nullptr;
    void operator()(Connection* connection) const noexcept;
  };
  using Lease = std::unique_ptr<Connection, GiveBack>;  // must not outlive the engine
  Lease connection();
  // Closes those that nobody uses.
  void close_idle() noexcept;

 private:
  Engine() = default;
  void forget_those_of_the_parent();
  bool is_of_the_parent();  // what was taken, in a process that has been forked since
  Connection* take_idle();  // null if there is none
  void take_back(Connection* connection) noexcept;

  std::mutex mutex_;
  std::string url_;
  std::vector<std::unique_ptr<Connection>> idle_;
  long process_ = 0;
};

// A transaction from construction to destruction, which rolls everything back: also when the test fails, throws, or has
// closed the connection.
//
// BEGIN, COMMIT, ROLLBACK and their kin in what goes through execute() become savepoints: code under test commits and goes on,
// a failed statement outside of its transactions spoils nothing, deferred constraints are checked at its COMMIT. What a
// rolled back transaction cannot imitate: now() stands still, sequences go on, isolation levels of BEGIN are ignored, nothing
// is seen by other connections, NOTIFY sends nothing. IsolatedDatabase is for those.
class DbSession {
 public:
  explicit DbSession(Engine& engine = Engine::instance());
  DbSession(const DbSession&) = delete;
  ~DbSession() { close(); }

  // Several statements only without parameters. A DatabaseError of the server leaves the session as usable as PostgreSQL
  // would: after an error within BEGIN … COMMIT, ROLLBACK comes first.
  Rows execute(const std::string& sql, const Parameters& parameters = {});
  // The connection itself, for libpq. A COMMIT or ROLLBACK that code sends to it escapes the session: close() reports it.
  pg_conn* connection() const noexcept { return connection_->raw(); }
  // What the destructor does, earlier. If the transaction was ended past execute(), it is reported by report_error().
  void close() noexcept;

 private:
  Rows run(const std::string& statement, const Parameters& parameters);
  void begin(bool read_only);
  void check_constraints();
  void commit();
  void roll_back();
  std::string end();

  Engine::Lease connection_;
  bool in_transaction_ = false;  // of the code under test
  bool read_only_ = false;       // it, or the last one
};

// A database for this test alone, like the template of the run, dropped at the end with the sessions that are left in it; it
// costs a CREATE DATABASE. Without Trireme: like a template made from the schema that ensure_database_ready() was given, and
// empty if there was none; that needs the right CREATEDB.
class IsolatedDatabase {
 public:
  explicit IsolatedDatabase(Engine& engine = Engine::instance());
  IsolatedDatabase(const IsolatedDatabase&) = delete;
  ~IsolatedDatabase();

  const std::string& name() const noexcept { return name_; }
  // For the code under test, as many connections as it likes.
  std::string url() { return engine_.url(); }
  // A connection of ours, made when first wanted.
  Rows execute(const std::string& sql, const Parameters& parameters = {});
  Engine& engine() noexcept { return engine_; }

 private:
  Engine& maker_;
  std::string name_;
  Engine engine_;
  Engine::Lease connection_;
};

struct DatabaseNeeds {
  std::vector<std::string> extensions;  // that must have been created in the database
  // SQL files (no psql commands in them), in order, each path absolute or relative to the working directory. Applied without
  // Trireme only, in one transaction.
  std::vector<std::string> schema;
};

// Can tests begin? If not, a DatabaseError says what is missing and what to do. Costs nothing when it went well before.
//
// Without Trireme it makes the schema first, unless it is there: under an advisory lock, so that programs may start at the same
// time. The table trireme_schema then tells which one the database has. One with another schema is not touched: an error.
void ensure_database_ready(const DatabaseNeeds& needs = {}, Engine& engine = Engine::instance());

// How what is found in a destructor becomes a failure of the test: the header of each framework sets it. Without one of them
// the text goes to stderr and the process aborts, since it would go unseen.
using ErrorReporter = void (*)(const std::string& text);
bool set_error_reporter(ErrorReporter reporter) noexcept;
void report_error(const std::string& text) noexcept;

// What the fixtures of all frameworks have.
struct DbFixture {
  DbSession db;
};
struct IsolatedDbFixture {
  IsolatedDatabase database;
};

}  // namespace trireme
