// The library where Trireme has made nothing. The database is one of Trireme's all the same, as bare as a new one.
#include <trireme/googletest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "outcome.h"

namespace {

class WithoutTrireme : public trireme::IsolatedDbTest {
 protected:
  WithoutTrireme() {
    database.execute("DROP SCHEMA public CASCADE");
    database.execute("CREATE SCHEMA public");
  }

  // TEST_PREMATURE_EXIT_FILE is for this program, not for those it starts.
  std::string program(const std::string& schema, const std::string& arguments = "") {
    return "env -u TRIREME_DB_TEMPLATE -u TRIREME_WORKER -u TEST_PREMATURE_EXIT_FILE SCHEMA='" + schema +
           "' TEST_DATABASE_URL='" + database.url() + "' " + CLIENT_ALONE + " --gtest_brief=1 " + arguments;
  }
  std::string file(const std::string& sql) {
    const std::string path = trireme::temporary_directory() + "/schema.sql";
    std::ofstream(path) << sql;
    return path;
  }
};

TEST_F(WithoutTrireme, tests_pass) {
  const auto [status, output] = outcome(program(CLIENT_SCHEMA));
  EXPECT_EQ(status, 0) << output;
}

TEST_F(WithoutTrireme, tests_pass_again) {
  outcome(program(CLIENT_SCHEMA));
  const auto [status, output] = outcome(program(CLIENT_SCHEMA));
  EXPECT_EQ(status, 0) << output;
}

TEST_F(WithoutTrireme, programs_that_start_at_once_do_not_collide) {
  const std::string one = "{ said=$(" + program(CLIENT_SCHEMA) + ") && echo well || echo \"$said\"; } & ";
  const auto [status, output] = outcome("{ " + one + one + one + one + " wait; }");
  EXPECT_EQ(output, "well\nwell\nwell\nwell\n") << status;
}

TEST_F(WithoutTrireme, another_schema_is_an_error_and_changes_nothing) {
  outcome(program(CLIENT_SCHEMA));
  const auto [status, output] = outcome(program(file("CREATE TABLE other (a int);"), "--gtest_filter=*has_made*"));
  EXPECT_NE(output.find("another version of the schema"), std::string::npos) << output;
  EXPECT_NE(status, 0);
  EXPECT_EQ(database.execute("SELECT count(*) FROM words").value(), "1");
}

TEST_F(WithoutTrireme, a_broken_schema_leaves_nothing) {
  const auto [status, output] = outcome(program(file("CREATE TABLE half (a int); CREATE TABEL"), "--gtest_filter=*has_made*"));
  EXPECT_NE(output.find("schema.sql cannot be applied: ERROR:  syntax error"), std::string::npos) << output;
  EXPECT_NE(status, 0);
  EXPECT_TRUE(database.execute("SELECT to_regclass('half')").is_null(0, 0));
}

TEST_F(WithoutTrireme, a_schema_that_is_not_there_is_named) {
  const auto [status, output] = outcome(program("/nowhere.sql", "--gtest_filter=*has_made*"));
  EXPECT_NE(output.find("cannot read the schema /nowhere.sql"), std::string::npos) << output;
  EXPECT_NE(status, 0);
}

TEST_F(WithoutTrireme, an_extension_that_is_missing_is_named) {
  const auto [status, output] = outcome(program(file("CREATE TABLE words (id serial);"), "--gtest_filter=*has_made*"));
  EXPECT_NE(output.find("lacks the extension citext; the schema of the tests should say CREATE EXTENSION citext"),
            std::string::npos)
      << output;
  EXPECT_NE(status, 0);
}

TEST_F(WithoutTrireme, no_url_is_an_error) {
  const auto [status, output] = outcome("env -u TEST_DATABASE_URL SCHEMA=x " CLIENT_ALONE " --gtest_filter=*has_made*");
  EXPECT_NE(output.find("TEST_DATABASE_URL is not set: run the tests by `trireme --db-schema FILE`"), std::string::npos)
      << output;
  EXPECT_NE(status, 0);
}

TEST_F(WithoutTrireme, a_url_that_is_none_is_an_error_without_its_password) {
  const auto [status, output] =
      outcome("TEST_DATABASE_URL='postgresql://me:secret@[::1/' SCHEMA=x " CLIENT_ALONE " --gtest_filter=*has_made*");
  EXPECT_NE(output.find("TEST_DATABASE_URL is no connection string"), std::string::npos) << output;
  EXPECT_EQ(output.find("secret"), std::string::npos) << output;
  EXPECT_NE(status, 0);
}

TEST_F(WithoutTrireme, a_server_that_is_not_there_is_an_error) {
  const auto [status, output] =
      outcome("TEST_DATABASE_URL='postgresql:///a?host=/nowhere' SCHEMA=x " CLIENT_ALONE " --gtest_filter=*has_made*");
  EXPECT_NE(output.find("no connection to the database: "), std::string::npos) << output;
  EXPECT_NE(status, 0);
}

// An extension no server has.
TEST(Ready, names_an_extension_that_cannot_be_had) {
  try {
    trireme::ensure_database_ready({{"no_such_extension"}, {}});
    ADD_FAILURE();
  } catch (const trireme::DatabaseError& error) {
    EXPECT_NE(std::string(error.what()).find("lacks the extension no_such_extension, and its server does not have it"),
              std::string::npos)
        << error.what();
  }
}

// In a run of Trireme the schema is there, and the one that is named is not read.
TEST(Ready, leaves_the_schema_to_the_run) { trireme::ensure_database_ready({{"citext"}, {"/nowhere.sql"}}); }

}  // namespace
