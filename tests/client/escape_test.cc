// A COMMIT that escapes a DbSession is a failure of the test. In databases of their own: it cannot be undone.
#include <gtest/gtest-spi.h>
#include <libpq-fe.h>
#include <trireme/googletest.h>

#include <string>

namespace {

class Escape : public trireme::IsolatedDbTest {
 protected:
  void send(trireme::DbSession& session, const char* sql) { PQclear(PQexec(session.connection(), sql)); }
};

TEST_F(Escape, by_commit_is_reported) {
  trireme::DbSession session(database.engine());
  send(session, "COMMIT");
  EXPECT_NONFATAL_FAILURE(session.close(), "ended past it");
}

TEST_F(Escape, by_rollback_is_reported) {
  trireme::DbSession session(database.engine());
  send(session, "ROLLBACK");
  EXPECT_NONFATAL_FAILURE(session.close(), "ended past it");
}

TEST_F(Escape, is_reported_though_code_has_begun_again) {
  trireme::DbSession session(database.engine());
  send(session, "COMMIT");
  send(session, "BEGIN");
  EXPECT_NONFATAL_FAILURE(session.close(), "ended past it");
}

TEST_F(Escape, is_reported_by_the_destructor) {
  EXPECT_NONFATAL_FAILURE(
      {
        trireme::DbSession session(database.engine());
        send(session, "COMMIT");
      },
      "ended past it");
}

TEST_F(Escape, leaves_a_connection_that_can_be_used) {
  trireme::DbSession session(database.engine());
  send(session, "COMMIT; BEGIN; SELECT 1 / 0");
  EXPECT_NONFATAL_FAILURE(session.close(), "ended past it");
  trireme::DbSession next(database.engine());
  EXPECT_EQ(next.execute("SELECT 1").value(), "1");
}

TEST_F(Escape, is_none_in_an_aborted_transaction) {
  trireme::DbSession session(database.engine());
  send(session, "SELECT 1 / 0");
  session.close();
}

}  // namespace
