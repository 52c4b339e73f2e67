#define CATCH_CONFIG_MAIN
#include <libpq-fe.h>
#include <trireme/catch2.h>

TEST_CASE_METHOD(trireme::DbFixture, "session") {
  db.execute("BEGIN; INSERT INTO words (greek) VALUES ('beta'); COMMIT");
  CHECK(db.execute("SELECT count(*) FROM words").value() == "2");
}
TEST_CASE_METHOD(trireme::DbFixture, "session_again") { CHECK(db.execute("SELECT count(*) FROM words").value() == "1"); }
TEST_CASE_METHOD(trireme::IsolatedDbFixture, "isolated") {
  CHECK(database.execute("SELECT count(*) FROM words").value() == "1");
}
TEST_CASE_METHOD(trireme::DbFixture, "escape", "[.]") { PQclear(PQexec(db.connection(), "COMMIT")); }
TEST_CASE_METHOD(trireme::DbFixture, "error", "[.]") { db.execute("SELECT 1 / 0"); }
