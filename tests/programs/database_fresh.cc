// Each test expects the template's database (database_case.py), and changes it in its own way. Some check only, so that what
// one way left behind meets somebody.
#include <signal.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connection.h"

namespace {

struct Way {
  std::string name;
  std::string sql;  // "" = checks only
};

void PrintTo(const Way& way, std::ostream* out) { *out << way.name; }

std::vector<Way> ways() {
  const std::vector<Way> changes = {
      {"insert", "INSERT INTO words (greek) VALUES ('logos')"},
      {"rollback", "BEGIN; INSERT INTO words (greek) VALUES ('logos'); ROLLBACK"},
      {"commit", "BEGIN; DELETE FROM words; COMMIT"},
      {"update", "UPDATE words SET greek = 'beta'"},
      {"truncate", "TRUNCATE words"},
      {"table", "CREATE TABLE mine (id int)"},
      {"drop", "DROP TABLE doomed"},
      {"type", "CREATE TYPE mood AS ENUM ('glad', 'sad')"},
      {"nextval", "SELECT nextval('numbers')"},
      {"setval", "SELECT setval('numbers', 1, true)"},
      {"is_called", "SELECT setval('words_id_seq', 1, false)"},
      {"restart", "ALTER SEQUENCE numbers RESTART WITH 7"},
      {"large_object", "SELECT lo_create(4711)"},
      {"lock", "SELECT pg_advisory_lock(7)"},
      {"listen", "LISTEN news; NOTIFY news"},
      {"comment", "DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''mine''', current_database()); END $$"},
      {"setting", "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem TO ''7MB''', current_database()); END $$"},
      {"privilege", "DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$"},
      {"reset", "INSERT INTO words (greek) VALUES ('logos'); SELECT pg_stat_reset()"},
      {"hidden",
       "INSERT INTO words (greek) VALUES ('logos'); SELECT pg_stat_force_next_flush(); SELECT pg_sleep(0); SELECT "
       "pg_stat_reset()"},
      {"schema", "CREATE SCHEMA mine; CREATE TABLE mine.words (id serial)"},
      {"subscription", "CREATE SUBSCRIPTION mine CONNECTION 'host=/nowhere' PUBLICATION mine WITH (connect = false)"},
  };
  std::vector<Way> all;
  for (const Way& each : changes) {
    all.push_back(each);
    for (const char* check : {"_one", "_two", "_three"}) all.push_back({each.name + check, ""});
  }
  return all;
}

// What is true of the template.
const std::pair<const char*, const char*> k_facts[] = {
    {"SELECT string_agg(greek, ',') FROM words", "alpha"},
    {"SELECT count(*) FROM doomed", "0"},
    {"SELECT last_value || ' ' || is_called FROM numbers", "1 false"},
    {"SELECT last_value || ' ' || is_called FROM words_id_seq", "1 true"},
    {"SELECT count(*) FROM pg_class WHERE relname = 'mine'", "0"},
    {"SELECT count(*) FROM pg_type WHERE typname = 'mood'", "0"},
    {"SELECT count(*) FROM pg_namespace WHERE nspname = 'mine'", "0"},
    {"SELECT count(*) FROM pg_largeobject_metadata", "0"},
    {"SHOW work_mem", "4MB"},
    {"SELECT shobj_description(oid, 'pg_database') IS DISTINCT FROM 'mine' FROM pg_database WHERE datname = current_database()",
     "t"},
    {"SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()", "0"},
    {"SELECT count(*) FROM pg_replication_slots WHERE database = current_database()", "0"},
    {"SELECT count(*) FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid WHERE datname = current_database()", "0"},
    {"SELECT datacl IS NULL FROM pg_database WHERE datname = current_database()", "t"},
};

class Connected : public Connection {
 public:
  void expect_template() {
    testing::Test::RecordProperty("database", ask("SELECT current_database()"));
    for (const auto& [sql, answer] : k_facts) EXPECT_EQ(ask(sql), answer) << sql;
    // In a worker's database the session of the last process may still be ending.
    if (ask("SELECT current_database()").find("_test") == std::string::npos) return;
    EXPECT_EQ(ask("SELECT pg_try_advisory_lock(7)"), "t");
    EXPECT_EQ(ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'trireme'"),
              "1");
  }
};

class Fresh : public testing::TestWithParam<Way> {};

}  // namespace

TEST_P(Fresh, starts_from_the_template) {
  Connected connected;
  connected.expect_template();
  if (!GetParam().sql.empty()) connected.ask(GetParam().sql);
}
INSTANTIATE_TEST_SUITE_P(Ways, Fresh, testing::ValuesIn(ways()), [](const auto& info) { return info.param.name; });

class Reading : public testing::TestWithParam<int> {};
TEST_P(Reading, reads) { Connected().expect_template(); }
INSTANTIATE_TEST_SUITE_P(Times, Reading, testing::Range(0, 30));

class Writing : public testing::TestWithParam<int> {};
TEST_P(Writing, writes) {
  Connected connected;
  connected.expect_template();
  connected.ask("INSERT INTO words (greek) VALUES ('logos')");
}
INSTANTIATE_TEST_SUITE_P(Times, Writing, testing::Range(0, 60));

// After which the database is replaced.
class Altering : public testing::TestWithParam<int> {};
TEST_P(Altering, alters) {
  Connected connected;
  connected.expect_template();
  connected.ask("CREATE TABLE mine ()");
}
INSTANTIATE_TEST_SUITE_P(Times, Altering, testing::Range(0, 60));

// What they leave is seen by those after them.
TEST(A, leaves_a_session) {
  Connected().expect_template();
  if (fork() != 0) return;
  setsid();
  Connected other;
  other.ask("INSERT INTO words (greek) VALUES ('logos')");
  other.ask("SELECT pg_sleep(1000)");
}
// A server of which a process stands still drops no database.
TEST(A, stops_its_session) {
  Connected connected;
  ASSERT_EQ(kill(std::stoi(connected.ask("SELECT pg_backend_pid()")), SIGSTOP), 0);
}
TEST(A, stops_its_server) {
  Connection connection;
  const std::string sql = "SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)";
  ASSERT_EQ(kill(std::stoi(connection.ask(sql)), SIGSTOP), 0);
}
TEST(B, crashes_in_a_transaction) {
  Connected connected;
  connected.expect_template();
  connected.ask("BEGIN; INSERT INTO words (greek) VALUES ('logos')");
  raise(SIGSEGV);
}
TEST(C, hangs_in_a_query) {
  Connected connected;
  connected.expect_template();
  connected.ask("INSERT INTO words (greek) VALUES ('logos')");
  connected.ask("SELECT pg_sleep(1000)");
}
TEST(D, ends_all_other_sessions) {
  Connected connected;
  connected.expect_template();
  connected.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
  connected.ask("INSERT INTO words (greek) VALUES ('logos')");
}
TEST(E, takes_all_connections) {
  Connected connected;
  connected.expect_template();
  std::vector<std::unique_ptr<PGconn, void (*)(PGconn*)>> all;
  do {
    all.emplace_back(PQconnectdb(variable("TEST_DATABASE_URL").c_str()), PQfinish);
    ASSERT_LT(all.size(), 1000U);
  } while (PQstatus(all.back().get()) == CONNECTION_OK);
  EXPECT_NE(std::string(PQerrorMessage(all.back().get())).find("too many clients"), std::string::npos);
  usleep(300'000);
  connected.ask("INSERT INTO words (greek) VALUES ('logos')");
}
TEST(F, fills_the_disk) {
  Connected connected;
  connected.expect_template();
  PQclear(PQexec(connected.raw(), "CREATE TABLE big AS SELECT repeat('x', 1000) FROM generate_series(1, 3000000)"));
}
// Where the server's settings allow it.
TEST(G, prepares_a_transaction) {
  Connected connected;
  connected.expect_template();
  connected.ask("BEGIN; LOCK TABLE words; PREPARE TRANSACTION 'it''s mine'");
}
TEST(H, makes_a_slot) {
  Connected connected;
  connected.expect_template();
  connected.ask("SELECT pg_create_logical_replication_slot('mine', 'pgoutput')");
}
TEST(Y, checks) { Connected().expect_template(); }
TEST(Z, checks) { Connected().expect_template(); }
