// DbSession on a real server. Every test adds the same unique word: it would fail if another's were still there.
#include <libpq-fe.h>
#include <trireme/googletest.h>

#include <string>

namespace {

class Session : public trireme::DbTest {
 protected:
  void add(const char* word) { db.execute("INSERT INTO words (greek) VALUES ($1)", {word}); }
  std::string words() { return db.execute("SELECT string_agg(greek, ' ' ORDER BY greek) FROM words").value(); }
  // The sqlstate that a statement fails with.
  std::string error_of(const std::string& sql) {
    try {
      db.execute(sql);
    } catch (const trireme::DatabaseError& error) {
      return error.sqlstate();
    }
    return "none";
  }
};

TEST_F(Session, sees_the_schema) { EXPECT_EQ(words(), "alpha"); }
TEST_F(Session, writes_what_the_next_does_not_see) {
  add("beta");
  EXPECT_EQ(words(), "alpha beta");
}
TEST_F(Session, does_not_see_what_the_last_wrote) { EXPECT_EQ(words(), "alpha"); }
TEST_F(Session, may_add_the_same_word_again) { add("beta"); }

TEST_F(Session, rolls_back_what_code_has_committed) {
  db.execute("BEGIN");
  add("gamma");
  db.execute("COMMIT");
  EXPECT_EQ(words(), "alpha gamma");
}
TEST_F(Session, may_commit_the_same_word_again) {
  db.execute("BEGIN; INSERT INTO words (greek) VALUES ('gamma'); COMMIT");
  EXPECT_EQ(words(), "alpha gamma");
}

TEST_F(Session, rolls_back_only_the_transaction_of_the_code) {
  add("beta");
  db.execute("BEGIN");
  add("gamma");
  db.execute("ROLLBACK");
  EXPECT_EQ(words(), "alpha beta");
}

TEST_F(Session, takes_a_second_begin_as_postgresql_does) {
  db.execute("BEGIN");
  add("beta");
  db.execute("BEGIN");
  add("gamma");
  db.execute("ROLLBACK");
  EXPECT_EQ(words(), "alpha");
}

TEST_F(Session, takes_a_commit_without_begin_for_nothing) {
  add("beta");
  db.execute("COMMIT");
  db.execute("ROLLBACK");
  EXPECT_EQ(words(), "alpha beta");
}

TEST_F(Session, goes_on_after_an_error_outside_a_transaction) {
  add("beta");
  EXPECT_EQ(error_of("INSERT INTO words (greek) VALUES ('BETA')"), "23505");
  EXPECT_EQ(words(), "alpha beta");
}

// The savepoint before a statement cannot be set with the one before it, to save a round trip.
TEST_F(Session, undoes_of_an_error_nothing_that_was_written_past_it) {
  PQclear(PQexec(db.connection(), "INSERT INTO words (greek) VALUES ('beta')"));
  EXPECT_EQ(error_of("SELECT 1 / 0"), "22012");
  EXPECT_EQ(words(), "alpha beta");
}

TEST_F(Session, wants_a_rollback_after_an_error_in_a_transaction) {
  db.execute("BEGIN");
  add("beta");
  EXPECT_EQ(error_of("SELECT 1 / 0"), "22012");
  EXPECT_EQ(error_of("SELECT 1"), "25P02");
  db.execute("COMMIT");  // which is a rollback
  EXPECT_EQ(words(), "alpha");
}

TEST_F(Session, does_several_statements_as_one) {
  EXPECT_EQ(error_of("INSERT INTO words (greek) VALUES ('beta'); SELECT 1 / 0"), "22012");
  EXPECT_EQ(words(), "alpha");
}

TEST_F(Session, lets_code_have_savepoints_of_its_own) {
  db.execute("BEGIN; SAVEPOINT mine; INSERT INTO words (greek) VALUES ('beta'); ROLLBACK TO mine");
  add("gamma");
  db.execute("COMMIT");
  EXPECT_EQ(words(), "alpha gamma");
}

TEST_F(Session, checks_deferred_constraints_at_commit) {
  db.execute("BEGIN");
  db.execute("INSERT INTO children VALUES (7)");
  EXPECT_EQ(error_of("COMMIT"), "23503");
  EXPECT_EQ(db.execute("SELECT count(*) FROM children").value(), "0");
}
TEST_F(Session, checks_deferred_constraints_not_before_commit) {
  db.execute("BEGIN; INSERT INTO children VALUES (7); INSERT INTO parents VALUES (7); COMMIT");
  db.execute("BEGIN; INSERT INTO children VALUES (8); INSERT INTO parents VALUES (8); COMMIT");
  EXPECT_EQ(db.execute("SELECT count(*) FROM children").value(), "2");
}
TEST_F(Session, checks_deferred_constraints_of_what_is_alone) {
  for (const char* sql : {"INSERT INTO children VALUES (7)", "INSERT INTO children VALUES (7); SELECT 1",
                          "WITH child AS (INSERT INTO children VALUES (7) RETURNING parent) SELECT parent FROM child",
                          "DO $$ BEGIN INSERT INTO children VALUES (7); END $$"}) {
    EXPECT_EQ(error_of(sql), "23503") << sql;
    EXPECT_EQ(db.execute("SELECT count(*) FROM children").value(), "0");
  }
}
TEST_F(Session, checks_deferred_constraints_of_statements_together) {
  db.execute("INSERT INTO children VALUES (7); INSERT INTO parents VALUES (7); SELECT 1");
  EXPECT_EQ(db.execute("SELECT count(*) FROM children").value(), "1");
}

TEST_F(Session, keeps_to_read_only) {
  db.execute("BEGIN READ ONLY");
  EXPECT_EQ(error_of("DELETE FROM words"), "25006");
  db.execute("ROLLBACK");
  add("beta");
}

TEST_F(Session, begins_again_after_commit_and_chain) {
  db.execute("BEGIN");
  add("beta");
  db.execute("COMMIT AND CHAIN");
  add("gamma");
  db.execute("ROLLBACK AND CHAIN");
  EXPECT_EQ(words(), "alpha beta");
  EXPECT_EQ(error_of("SELECT 1 / 0"), "22012");
  EXPECT_EQ(error_of("SELECT 1"), "25P02") << "in a transaction";
  db.execute("ROLLBACK AND NO CHAIN");
  EXPECT_EQ(error_of("COMMIT AND CHAIN"), "25P01");
  add("delta");
}
TEST_F(Session, keeps_to_read_only_when_it_begins_again) {
  db.execute("BEGIN READ ONLY; COMMIT AND CHAIN");
  EXPECT_EQ(error_of("DELETE FROM words"), "25006");
}

TEST_F(Session, refuses_two_phase_commit) {
  add("beta");
  EXPECT_THROW(db.execute("PREPARE TRANSACTION 'a'"), trireme::DatabaseError);
  EXPECT_EQ(words(), "alpha beta");
}

TEST_F(Session, refuses_copy_and_goes_on) {
  EXPECT_THROW(db.execute("COPY words (greek) FROM STDIN"), trireme::DatabaseError);
  EXPECT_THROW(db.execute("COPY words TO STDOUT"), trireme::DatabaseError);
  EXPECT_EQ(words(), "alpha");
}

TEST_F(Session, passes_null_and_bytes) {
  const trireme::Rows rows = db.execute("SELECT $1::text, $2::text", {std::nullopt, "a'b\\"});
  EXPECT_TRUE(rows.is_null(0, 0));
  EXPECT_EQ(rows.text(0, 1), "a'b\\");
  EXPECT_THROW(static_cast<void>(rows.text(0, 2)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(rows.text(1, 0)), std::out_of_range);
}

TEST_F(Session, counts_affected_rows) {
  EXPECT_EQ(db.execute("UPDATE words SET greek = 'omega'").affected(), 1U);
  EXPECT_EQ(db.execute("CREATE TABLE t (a int)").affected(), 0U);
}

TEST_F(Session, has_the_name_of_its_worker) {
  EXPECT_EQ(db.execute("SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()").value(),
            "trireme-" + trireme::worker_id());
}

// What a session leaves in its connection would be the next one's.
TEST_F(Session, leaves_settings_locks_and_tables) {
  db.execute("SET application_name = 'mine'; CREATE TEMP TABLE mine (a int); SELECT pg_advisory_lock(7)");
  PQclear(PQprepare(db.connection(), "mine", "SELECT 1", 0, nullptr));
}
TEST_F(Session, finds_no_settings_locks_and_tables) {
  EXPECT_NE(db.execute("SHOW application_name").value(), "mine");
  EXPECT_TRUE(db.execute("SELECT to_regclass('mine')").is_null(0, 0));
  EXPECT_EQ(db.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()").value(), "0");
  EXPECT_EQ(db.execute("SELECT count(*) FROM pg_prepared_statements").value(), "0");
}

TEST_F(Session, ends_well_when_its_connection_is_lost) {
  trireme::Engine::instance().connection()->execute("SELECT pg_terminate_backend($1::int)",
                                                    {std::to_string(PQbackendPID(db.connection()))});
  EXPECT_THROW(words(), trireme::DatabaseError);
}
TEST_F(Session, is_new_after_one_was_lost) { EXPECT_EQ(words(), "alpha"); }

TEST_F(Session, ends_well_while_its_connection_is_busy) {
  add("beta");
  EXPECT_EQ(PQsendQuery(db.connection(), "SELECT pg_sleep(600)"), 1);
}

TEST_F(Session, refuses_to_execute_when_closed) {
  db.close();
  EXPECT_THROW(words(), trireme::DatabaseError);
}

}  // namespace
