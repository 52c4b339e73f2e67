#include "backend/sql.h"

#include <libpq-fe.h>

namespace learn_greek {

SqlConnection::SqlConnection(const std::string& url) : connection_(PQconnectdb(url.c_str()), PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw SqlError(PQerrorMessage(connection_.get()), "08001");
}

Rows SqlConnection::execute(const std::string& statement, const Row& values) {
  std::vector<const char*> texts;
  texts.reserve(values.size());
  for (const Value& each : values) texts.push_back(each ? each->c_str() : nullptr);
  const auto count = static_cast<int>(texts.size());
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
      PQexecParams(connection_.get(), statement.c_str(), count, nullptr, texts.data(), nullptr, nullptr, 0), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return rows_of(result.get());
  const char* const state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  throw SqlError(PQerrorMessage(connection_.get()), state != nullptr ? state : "08006");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    sql_.execute("ROLLBACK");
  } catch (const SqlError&) {
    // The connection is lost, and the transaction with it.
  }
}

void Transaction::commit() {
  open_ = false;
  sql_.execute("COMMIT");
}

Rows rows_of(const pg_result* answer) {
  Rows rows(static_cast<std::size_t>(PQntuples(answer)));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (int column = 0; column < PQnfields(answer); ++column) {
      const int at = static_cast<int>(row);
      rows[row].push_back(PQgetisnull(answer, at, column) != 0 ? Value() : PQgetvalue(answer, at, column));
    }
  }
  return rows;
}

long to_number(const Value& value) { return std::stol(value.value()); }

long number_of(const Rows& rows) { return to_number(rows.at(0).at(0)); }

std::string array_of(const std::vector<std::string>& texts) {
  std::string result = "{";
  for (const std::string& each : texts) {
    if (result.size() > 1) result += ',';
    result += '"';
    for (const char c : each) {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
    result += '"';
  }
  return result + "}";
}

}  // namespace learn_greek
