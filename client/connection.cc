#include <libpq-fe.h>

#include <trireme/postgres.h>
#include "databases.h"
#include "url.h"

namespace trireme {

namespace {

std::string trimmed(const char* text) {
  std::string result(text != nullptr ? text : "");
  while (!result.empty() && (result.back() == '\n' || result.back() == ' ')) result.pop_back();
  return result;
}

void check_position(const pg_result* result, std::size_t row, std::size_t column) {
  if (result == nullptr || row >= static_cast<std::size_t>(PQntuples(result)) ||
      column >= static_cast<std::size_t>(PQnfields(result))) {
    throw std::out_of_range("the answer has no row " + std::to_string(row) + " with a column " + std::to_string(column));
  }
}

[[noreturn]] void fail(const pg_conn* connection, const pg_result* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string said = trimmed(PQresultErrorMessage(result));
  throw DatabaseError(said.empty() ? trimmed(PQerrorMessage(connection)) : said, state != nullptr ? state : "");
}

pg_result* executed(pg_conn* connection, const std::string& sql, const Parameters& parameters) {
  if (parameters.empty()) return PQexec(connection, sql.c_str());
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& each : parameters) values.push_back(each ? each->c_str() : nullptr);
  return PQexecParams(connection, sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0);
}

bool send(pg_conn* connection, const std::string& sql) {
  return PQsendQueryParams(connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 0;
}

// The next statement would wait for its end for ever.
void end_copy(pg_conn* connection) {
  PQputCopyEnd(connection, "COPY cannot be executed");
  char* data = nullptr;
  while (PQgetCopyData(connection, &data, 0) > 0) PQfreemem(data);
  while (pg_result* const left = PQgetResult(connection)) PQclear(left);
}

}  // namespace

Rows::Rows(pg_result* owned) : result_(owned, PQclear) {}

std::size_t Rows::size() const noexcept { return result_ ? static_cast<std::size_t>(PQntuples(result_.get())) : 0; }

std::size_t Rows::columns() const noexcept { return result_ ? static_cast<std::size_t>(PQnfields(result_.get())) : 0; }

std::size_t Rows::affected() const {
  const std::string count = result_ ? PQcmdTuples(result_.get()) : "";
  return count.empty() ? 0 : std::stoul(count);
}

bool Rows::is_null(std::size_t row, std::size_t column) const {
  check_position(result_.get(), row, column);
  return PQgetisnull(result_.get(), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::string_view Rows::text(std::size_t row, std::size_t column) const {
  check_position(result_.get(), row, column);
  const auto size = static_cast<std::size_t>(PQgetlength(result_.get(), static_cast<int>(row), static_cast<int>(column)));
  return {PQgetvalue(result_.get(), static_cast<int>(row), static_cast<int>(column)), size};
}

void Connection::Close::operator()(pg_conn* connection) const noexcept { PQfinish(connection); }

Connection::Connection(const std::string& url)
    : connection_(PQconnectdb(detail::url_with(url, Engine::application_name()).c_str())) {
  if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) {
    throw DatabaseError("no connection to the database: " + trimmed(PQerrorMessage(connection_.get())));
  }
  // Notices would go to the output of the test.
  PQsetNoticeReceiver(
      connection_.get(), [](void*, const PGresult*) {}, nullptr);
}

Rows Connection::execute(const std::string& sql, const Parameters& parameters) {
  Rows rows(executed(connection_.get(), sql, parameters));
  switch (PQresultStatus(rows.raw())) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY: return rows;
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
      end_copy(connection_.get());
      throw DatabaseError("execute() cannot COPY from or to the client; use connection() and libpq's functions");
    default: fail(connection_.get(), rows.raw());
  }
}

// They leave in one piece.
void detail::execute_both(Connection& connection, const std::string& first, const std::string& second) {
  pg_conn* const raw = connection.raw();
  const bool sent = PQenterPipelineMode(raw) != 0 && send(raw, first) && send(raw, second) && PQpipelineSync(raw) != 0;
  if (!sent) fail(raw, nullptr);
  Rows wrong;
  for (bool synced = false; !synced;) {
    const Rows answer(PQgetResult(raw));
    if (answer.raw() == nullptr && PQstatus(raw) != CONNECTION_OK) fail(raw, nullptr);
    const ExecStatusType status = PQresultStatus(answer.raw());
    synced = status == PGRES_PIPELINE_SYNC;
    if (answer.raw() != nullptr && status == PGRES_FATAL_ERROR && wrong.raw() == nullptr) wrong = answer;
  }
  PQexitPipelineMode(raw);
  if (wrong.raw() != nullptr) fail(raw, wrong.raw());
}

}  // namespace trireme
