#define BOOST_TEST_MODULE framework
#include <libpq-fe.h>
#include <trireme/boost_test.h>

BOOST_FIXTURE_TEST_CASE(session, trireme::DbFixture) {
  db.execute("BEGIN; INSERT INTO words (greek) VALUES ('beta'); COMMIT");
  BOOST_TEST(db.execute("SELECT count(*) FROM words").value() == "2");
}
BOOST_FIXTURE_TEST_CASE(session_again, trireme::DbFixture) {
  BOOST_TEST(db.execute("SELECT count(*) FROM words").value() == "1");
}
BOOST_FIXTURE_TEST_CASE(isolated, trireme::IsolatedDbFixture) {
  BOOST_TEST(database.execute("SELECT count(*) FROM words").value() == "1");
}
BOOST_FIXTURE_TEST_CASE(escape, trireme::DbFixture, *boost::unit_test::disabled()) {
  PQclear(PQexec(db.connection(), "COMMIT"));
}
BOOST_FIXTURE_TEST_CASE(error, trireme::DbFixture, *boost::unit_test::disabled()) { db.execute("SELECT 1 / 0"); }
