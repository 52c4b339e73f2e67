// client/statements.h: what of SQL a DbSession has to see through.
#include <gtest/gtest.h>

#include "client/statements.h"

namespace trireme::detail {
namespace {

using Statements = std::vector<std::string>;

TEST(Statements, are_separated_by_semicolons) {
  EXPECT_EQ(statements_of("SELECT 1; SELECT 2"), (Statements{"SELECT 1", " SELECT 2"}));
  EXPECT_EQ(statements_of("SELECT 1;"), Statements{"SELECT 1"});
}

TEST(Statements, that_are_empty_are_none) {
  for (const char* sql : {"", ";", " ; ;\n", "-- a comment; alone", "/* a; comment */ ;"}) {
    EXPECT_EQ(statements_of(sql), Statements()) << sql;
  }
}

TEST(Statements, may_have_semicolons_in_what_is_quoted) {
  for (const char* sql :
       {"SELECT ';'", "SELECT 'it''s; here'", R"(SELECT E'\';')", R"(SELECT ";" FROM t)", "SELECT $$;$$",
        "SELECT $a$ $b$; $$ $a$", "SELECT 1 -- ;\n + 1", "SELECT /* ; /* ; */ ; */ 1", "SELECT '\\' || ';'"}) {
    EXPECT_EQ(statements_of(sql), Statements{sql});
  }
}

TEST(Statements, that_do_not_end_go_to_the_end) {
  for (const char* sql : {"SELECT 'a; b", "SELECT \"a; b", "SELECT $$ a; b", "SELECT 1 /* a; b", "SELECT E'\\"}) {
    EXPECT_EQ(statements_of(sql), Statements{sql});
  }
}

TEST(Statements, a_parameter_is_no_quote) { EXPECT_EQ(statements_of("SELECT $1; SELECT $2").size(), 2U); }
TEST(Statements, a_dollar_in_a_name_is_no_quote) { EXPECT_EQ(statements_of("SELECT a$b; SELECT c$b").size(), 2U); }

TEST(Statements, a_routine_is_one) {
  const char* const sql =
      "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT f()";
  EXPECT_EQ(statements_of(sql).size(), 2U);
  EXPECT_EQ(statements_of("CREATE PROCEDURE p() BEGIN ATOMIC DELETE FROM t; END").size(), 1U);
  EXPECT_EQ(statements_of("CREATE TABLE t (a int); BEGIN; COMMIT").size(), 3U);
}

TEST(Control, is_seen) {
  for (const char* sql :
       {"BEGIN", "begin work", " /* c */ Begin transaction isolation level serializable", "START TRANSACTION"}) {
    EXPECT_EQ(control_of(sql), Control::begin) << sql;
  }
  for (const char* sql : {"COMMIT", "commit work", "END", "END TRANSACTION", "-- c\nCOMMIT AND CHAIN"}) {
    EXPECT_EQ(control_of(sql), Control::commit) << sql;
  }
  for (const char* sql : {"ROLLBACK", "ABORT", "rollback transaction", "ROLLBACK AND NO CHAIN"}) {
    EXPECT_EQ(control_of(sql), Control::roll_back) << sql;
  }
  for (const char* sql : {"PREPARE TRANSACTION 'a'", "COMMIT PREPARED 'a'", "ROLLBACK PREPARED 'a'"}) {
    EXPECT_EQ(control_of(sql), Control::two_phase) << sql;
  }
}

TEST(Control, is_not_seen_where_there_is_none) {
  for (const char* sql : {"SELECT 'BEGIN'", "SAVEPOINT begin", "ROLLBACK TO a", "ROLLBACK WORK TO SAVEPOINT a", "RELEASE a",
                          "PREPARE p AS SELECT 1", "START", "DO $$ BEGIN COMMIT; END $$", "BEGINNING", ""}) {
    EXPECT_EQ(control_of(sql), Control::none) << sql;
  }
}

TEST(Control, knows_transactions_that_only_read) {
  EXPECT_TRUE(is_read_only("BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY"));
  EXPECT_FALSE(is_read_only("BEGIN READ WRITE"));
  EXPECT_FALSE(is_read_only("BEGIN"));
}

TEST(Control, knows_transactions_that_begin_at_once) {
  for (const char* sql : {"COMMIT AND CHAIN", "end work and chain", "ROLLBACK TRANSACTION /* c */ AND CHAIN"}) {
    EXPECT_TRUE(is_chained(sql)) << sql;
  }
  EXPECT_FALSE(is_chained("COMMIT"));
  EXPECT_FALSE(is_chained("ROLLBACK AND NO CHAIN"));
}

}  // namespace
}  // namespace trireme::detail
