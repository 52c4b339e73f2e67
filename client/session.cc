// A session is one transaction with savepoints in it. Three of them are ours:
//
//   trireme_session    set at the start. It is gone when the transaction was ended behind our back, which is how that is found.
//   trireme_statement  before what the code under test does outside of its transactions: an error undoes that alone.
//   trireme_begin      where the code under test said BEGIN.
#include <libpq-fe.h>
#include <poll.h>

#include <trireme/postgres.h>
#include "statements.h"

namespace trireme {

namespace {

constexpr int k_patience_ms = 50;
constexpr int k_cancellations = 200;

constexpr const char* k_escaped =
    "the transaction of this DbSession was ended past it, by a COMMIT or ROLLBACK on its connection(); what the test wrote may "
    "be in the database for good. Let the code under test use execute(), or give it an IsolatedDatabase";

// Whether all that was sent has its answer, or soon will. Data of a COPY is none: it ends with the connection.
bool is_answered(pg_conn* connection) {
  pollfd answer{PQsocket(connection), POLLIN, 0};
  poll(&answer, 1, k_patience_ms);
  if (PQconsumeInput(connection) == 0) return true;  // it is lost
  while (PQisBusy(connection) == 0) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQgetResult(connection), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (!result || status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) return true;
  }
  return false;
}

// Without that the server would go on, and keep what the transaction has locked. It ignores what comes before it has begun
// with the statement.
void cancel(pg_conn* connection) {
  const std::unique_ptr<PGcancel, void (*)(PGcancel*)> request(PQgetCancel(connection), PQfreeCancel);
  char said[256];
  for (int i = 0; i < k_cancellations; ++i) {
    if (PQcancel(request.get(), said, sizeof said) == 0) return;  // the server is not there
    if (is_answered(connection)) return;
  }
}

}  // namespace

DbSession::DbSession(Engine& engine) : connection_(engine.connection()) {
  connection_->execute("BEGIN; SAVEPOINT trireme_session; SAVEPOINT trireme_statement");
}

Rows DbSession::execute(const std::string& sql, const Parameters& parameters) {
  if (!connection_) throw DatabaseError("execute() on a DbSession that is closed");
  const bool alone = !in_transaction_;
  if (alone) connection_->execute("RELEASE trireme_statement; SAVEPOINT trireme_statement");
  try {
    Rows last;
    if (!parameters.empty())
      last = run(sql, parameters);
    else
      for (const std::string& each : detail::statements_of(sql)) last = run(each, {});
    if (alone && !in_transaction_) check_constraints();  // whatever it is: SELECT may write too
    return last;
  } catch (const DatabaseError&) {
    // Not when the code under test has begun meanwhile: it has to roll back itself.
    if (alone && !in_transaction_ && PQtransactionStatus(connection()) == PQTRANS_INERROR) {
      connection_->execute("ROLLBACK TO trireme_statement");
    }
    throw;
  }
}

Rows DbSession::run(const std::string& statement, const Parameters& parameters) {
  const detail::Control control = detail::control_of(statement);
  if (control == detail::Control::none) return connection_->execute(statement, parameters);
  const bool chained = detail::is_chained(statement);
  if (chained && !in_transaction_) throw DatabaseError("AND CHAIN outside of a transaction", "25P01");
  switch (control) {
    case detail::Control::none: break;
    case detail::Control::begin: begin(detail::is_read_only(statement)); break;
    case detail::Control::commit: commit(); break;
    case detail::Control::roll_back: roll_back(); break;
    case detail::Control::two_phase:
      throw DatabaseError("a DbSession cannot imitate two-phase commit (PREPARE TRANSACTION); use an IsolatedDatabase");
  }
  if (chained) begin(read_only_);
  return {};
}

// A second BEGIN is a warning to PostgreSQL, and nothing else.
void DbSession::begin(bool read_only) {
  if (in_transaction_) return;
  connection_->execute("SAVEPOINT trireme_begin");
  in_transaction_ = true;
  read_only_ = read_only;
  if (read_only) connection_->execute("SET TRANSACTION READ ONLY");
}

// RELEASE would not check those that are deferred. They stay deferred.
void DbSession::check_constraints() {
  connection_->execute(
      "SAVEPOINT trireme_check; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK TO trireme_check; RELEASE trireme_check");
}

// Of a transaction in which something failed it is a rollback.
void DbSession::commit() {
  if (!in_transaction_) return;
  if (PQtransactionStatus(connection()) == PQTRANS_INERROR) return roll_back();
  try {
    check_constraints();
    connection_->execute("RELEASE trireme_begin");
  } catch (const DatabaseError&) {
    if (PQtransactionStatus(connection()) == PQTRANS_INERROR) roll_back();
    throw;
  }
  in_transaction_ = false;
}

void DbSession::roll_back() {
  if (!in_transaction_) return;
  in_transaction_ = false;
  connection_->execute("ROLLBACK TO trireme_begin; RELEASE trireme_begin");
}

void DbSession::close() noexcept {
  if (!connection_) return;
  const std::string wrong = end();
  connection_.reset();
  if (!wrong.empty()) report_error(wrong);
}

// "" or what is wrong. A connection that is lost, or busy with what was not waited for, is closed by the engine: the server
// rolls back then.
std::string DbSession::end() {
  if (PQstatus(connection()) != CONNECTION_OK) return "";
  const PGTransactionStatusType status = PQtransactionStatus(connection());
  if (status == PQTRANS_IDLE) return k_escaped;
  if (status == PQTRANS_ACTIVE) {
    cancel(connection());
    return "";
  }
  std::string wrong;
  try {
    connection_->execute("ROLLBACK TO trireme_session");
  } catch (const DatabaseError& error) {
    if (error.sqlstate() == "3B001") wrong = k_escaped;
  }
  try {
    connection_->execute("ROLLBACK");
  } catch (const DatabaseError&) {
    // The connection is lost, and the transaction with it.
  }
  return wrong;
}

}  // namespace trireme
