#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <libpq-fe.h>
#include <trireme/doctest.h>

TEST_CASE_FIXTURE(trireme::DbFixture, "session") {
  db.execute("BEGIN; INSERT INTO words (greek) VALUES ('beta'); COMMIT");
  CHECK(db.execute("SELECT count(*) FROM words").value() == "2");
}
TEST_CASE_FIXTURE(trireme::DbFixture, "session_again") { CHECK(db.execute("SELECT count(*) FROM words").value() == "1"); }
TEST_CASE_FIXTURE(trireme::IsolatedDbFixture, "isolated") {
  CHECK(database.execute("SELECT count(*) FROM words").value() == "1");
}
TEST_CASE_FIXTURE(trireme::DbFixture, "escape" * doctest::skip()) { PQclear(PQexec(db.connection(), "COMMIT")); }
TEST_CASE_FIXTURE(trireme::DbFixture, "error" * doctest::skip()) { db.execute("SELECT 1 / 0"); }
