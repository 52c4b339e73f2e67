// What the programs that use PostgreSQL have in common: the database that they are given, and questions to it.
#pragma once

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <cstdlib>
#include <memory>
#include <string>

inline std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

class Connection {
 public:
  Connection() { EXPECT_EQ(PQstatus(raw()), CONNECTION_OK) << PQerrorMessage(raw()); }

  // The first value; several statements may come before.
  std::string ask(const std::string& sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(raw(), sql.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) << sql << ": " << PQerrorMessage(raw());
    return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
  }

  PGconn* raw() { return connection_.get(); }

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_{PQconnectdb(variable("TEST_DATABASE_URL").c_str()), PQfinish};
};
