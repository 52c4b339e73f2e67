// Uses the database that it is given. With --dist each every test runs on all workers, which meet in it: in one database
// they would be in each other's way.
#include <fnmatch.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include "connection.h"

namespace fs = std::filesystem;

namespace {

// Not by getenv, of which the agent would know.
const std::string g_url_before_main = [] {
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string text = *each;
    if (text.starts_with("TEST_DATABASE_URL=")) return text.substr(text.find('=') + 1);
  }
  return std::string();
}();

class Isolated : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(PQstatus(connection_.get()), CONNECTION_OK) << PQerrorMessage(connection_.get()); }

  // The first value, or the error's code.
  std::string ask(const std::string& sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection_.get(), sql.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK) return "";
    if (status != PGRES_TUPLES_OK) return PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
  }

  // Waits until this test has come here on all workers.
  void meet() {
    const fs::path place =
        fs::path(variable("MEETING_PLACE")) /
        (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + std::to_string(met_++));
    fs::create_directories(place);
    std::ofstream(place / variable("TRIREME_WORKER")).flush();
    for (int i = 0; i < 2000; ++i) {
      if (std::distance(fs::directory_iterator(place), {}) >= std::stoi(variable("TRIREME_WORKER_COUNT"))) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << "the other workers did not come";
  }

  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_{PQconnectdb(variable("TEST_DATABASE_URL").c_str()), PQfinish};
  int met_ = 0;
};

}  // namespace

TEST_F(Isolated, unique_key) {
  meet();
  EXPECT_EQ(ask("INSERT INTO words (greek) VALUES ('logos')"), "");
  meet();
  EXPECT_EQ(ask("SELECT count(*) FROM words WHERE greek = 'logos'"), "1");
}
TEST_F(Isolated, row_count) {
  const int before = std::stoi(ask("SELECT count(*) FROM words"));
  meet();
  ask("INSERT INTO words (greek) VALUES ('" + variable("TRIREME_WORKER") + "')");
  meet();
  EXPECT_EQ(std::stoi(ask("SELECT count(*) FROM words")), before + 1);
}
TEST_F(Isolated, advisory_lock) {
  meet();
  EXPECT_EQ(ask("SELECT pg_try_advisory_lock(7)"), "t");
  meet();
}
TEST_F(Isolated, notifications) {
  ask("LISTEN news");
  meet();
  ask("NOTIFY news, '" + variable("TRIREME_WORKER") + "'");
  meet();
  ask("SELECT 1");
  int came = 0;
  while (PGnotify* note = PQnotifies(connection_.get())) {
    EXPECT_EQ(note->extra, variable("TRIREME_WORKER"));
    PQfreemem(note);
    ++came;
  }
  EXPECT_EQ(came, 1);
}
TEST_F(Isolated, types) {
  meet();
  EXPECT_EQ(ask("CREATE TYPE mood AS ENUM ('glad', 'sad')"), "");
  meet();
}
TEST_F(Isolated, sequence) {
  meet();
  EXPECT_EQ(ask("SELECT nextval('numbers')"), "1");
  meet();
}
TEST_F(Isolated, dropped_table) {
  meet();
  EXPECT_EQ(ask("DROP TABLE doomed"), "");
  meet();
}

class Connected : public Isolated {};

TEST_F(Connected, variables_and_url_name_the_same) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> other(PQconnectdb(""), PQfinish);
  ASSERT_EQ(PQstatus(other.get()), CONNECTION_OK) << PQerrorMessage(other.get());
  EXPECT_STREQ(PQdb(other.get()), PQdb(connection_.get()));
  EXPECT_STREQ(PQhost(other.get()), PQhost(connection_.get()));
  EXPECT_EQ(fnmatch(variable("EXPECTED_DATABASE").c_str(), PQdb(other.get()), 0), 0) << PQdb(other.get());
}
TEST(Given, url_is_known_before_main) { EXPECT_EQ(g_url_before_main, variable("TEST_DATABASE_URL")); }
TEST(Given, no_other_variable_of_libpq) {
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string name = std::string(*each).substr(0, std::string(*each).find('='));
    if (name.starts_with("PG"))
      EXPECT_TRUE(name == "PGHOST" || name == "PGPORT" || name == "PGDATABASE" || name == "PGUSER") << name;
  }
  EXPECT_EQ(variable("MY_DATABASE"), variable("TEST_DATABASE_URL"));
}
TEST(Given, writes_its_url) { std::ofstream(variable("URL_FILE")) << variable("TEST_DATABASE_URL"); }
TEST_F(Connected, settings_that_cloning_does_not_copy) {
  EXPECT_EQ(ask("SHOW work_mem"), "5MB");
  EXPECT_EQ(ask("SHOW search_path"), "\"$user\", public, \"odd, name\"");
  EXPECT_EQ(ask("SELECT has_database_privilege('reader', current_database(), 'CREATE')"), "t");
  EXPECT_EQ(ask("SELECT has_database_privilege('public', current_database(), 'CONNECT')"), "f");
  EXPECT_EQ(ask("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"), "owner");
  EXPECT_EQ(ask("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"),
            "it's \"mine\"");
  EXPECT_EQ(
      ask("SELECT setconfig[1] FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = setrole JOIN pg_database d ON d.oid = "
          "setdatabase WHERE rolname = 'reader' AND datname = current_database()"),
      "statement_timeout=3s");
}
TEST_F(Connected, template_is_sealed) {
  const std::string url = "dbname=trireme_template";
  const std::unique_ptr<PGconn, void (*)(PGconn*)> other(PQconnectdb(url.c_str()), PQfinish);
  EXPECT_NE(PQstatus(other.get()), CONNECTION_OK);
}
class Asked : public Isolated {};

TEST_F(Asked, answers) { EXPECT_EQ(ask(variable("QUESTION")), variable("ANSWER")); }
TEST_F(Connected, is_alone) { EXPECT_EQ(ask("SELECT count(*) FROM words"), "1"); }
TEST_F(Connected, complains) {
  meet();
  FAIL() << ask("SELECT 1/0");
}
TEST_F(Connected, aborts) {
  ask("SELECT 1/0");
  std::abort();
}
TEST_F(Connected, fails) { FAIL() << variable("PGDATABASE"); }
