// IsolatedDatabase on a real server.
#include <libpq-fe.h>
#include <signal.h>
#include <sys/wait.h>
#include <trireme/googletest.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace {

class Isolated : public trireme::IsolatedDbTest {
 protected:
  std::string value(const std::string& sql) { return database.execute(sql).value(); }
};

bool exists(const std::string& name) {
  return !trireme::Engine::instance().connection()->execute("SELECT FROM pg_database WHERE datname = $1", {name}).empty();
}

TEST_F(Isolated, is_like_the_template) {
  EXPECT_EQ(value("SELECT count(*) FROM words"), "1");
  EXPECT_EQ(value("INSERT INTO words (greek) VALUES ('beta') RETURNING id"), "2");
}
TEST_F(Isolated, is_like_the_template_each_time) {
  EXPECT_EQ(value("INSERT INTO words (greek) VALUES ('beta') RETURNING id"), "2");
}

TEST_F(Isolated, has_the_settings_of_the_template) { EXPECT_EQ(value("SHOW search_path"), "public, pg_temp"); }

TEST_F(Isolated, is_not_the_workers) {
  EXPECT_EQ(value("SELECT current_database()"), database.name());
  EXPECT_NE(trireme::Engine::instance().connection()->execute("SELECT current_database()").value(), database.name());
}

TEST_F(Isolated, takes_several_connections) {
  trireme::Connection listener(database.url());
  listener.execute("LISTEN news");
  database.execute("NOTIFY news");
  EXPECT_EQ(database.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()").value(), "2");
}

TEST_F(Isolated, may_be_one_of_two) {
  trireme::IsolatedDatabase other;
  EXPECT_NE(other.name(), database.name());
  EXPECT_EQ(other.execute("INSERT INTO words (greek) VALUES ('beta') RETURNING id").value(), "2");
  EXPECT_EQ(value("INSERT INTO words (greek) VALUES ('beta') RETURNING id"), "2");
}

TEST_F(Isolated, sessions_that_were_busy_hold_nothing) {
  trireme::DbSession busy(database.engine());
  busy.execute("INSERT INTO words (greek) VALUES ('beta')");
  EXPECT_EQ(PQsendQuery(busy.connection(), "SELECT pg_sleep(600)"), 1);
  busy.close();
  database.execute("SET lock_timeout = '20s'");
  EXPECT_EQ(value("INSERT INTO words (greek) VALUES ('beta') RETURNING greek"), "beta");
}

// The server's process is stopped, so that it hears of the end before it reads the statement.
TEST_F(Isolated, sessions_that_were_about_to_be_busy_hold_nothing) {
  trireme::DbSession busy(database.engine());
  busy.execute("INSERT INTO words (greek) VALUES ('beta')");
  const pid_t server = PQbackendPID(busy.connection());
  ASSERT_EQ(kill(server, SIGSTOP), 0);
  EXPECT_EQ(PQsendQuery(busy.connection(), "SELECT pg_sleep(600)"), 1);
  std::jthread goes_on([server] {
    usleep(200'000);
    kill(server, SIGCONT);
  });
  busy.close();
  database.execute("SET lock_timeout = '20s'");
  EXPECT_EQ(value("INSERT INTO words (greek) VALUES ('beta') RETURNING greek"), "beta");
}

TEST(IsolatedDatabase, is_dropped_with_the_sessions_in_it) {
  auto database = std::make_unique<trireme::IsolatedDatabase>();
  const std::string name = database->name();
  trireme::Connection left(database->url());
  left.execute("BEGIN; DELETE FROM words");
  EXPECT_TRUE(exists(name));
  database.reset();
  EXPECT_FALSE(exists(name));
}

// What the server does goes on without its client, who is stopped once it has asked for it.
TEST(IsolatedDatabase, is_known_as_the_runs_though_its_maker_is_killed) {
  trireme::IsolatedDatabase place;
  const std::string like = "LIKE '" + place.name() + "\\_%'";
  const auto ask = [](const std::string& sql) { return trireme::Engine::instance().connection()->execute(sql); };
  const auto wait_until = [&](const std::string& condition) {
    for (int i = 0; i < 20'000 && ask("SELECT WHERE " + condition).empty(); ++i) usleep(500);
  };
  ask("COMMENT ON DATABASE \"" + place.name() + "\" IS 'trireme run of a test'");
  const pid_t child = fork();
  if (child == 0) {
    trireme::Engine engine(place.url());
    const trireme::IsolatedDatabase database(engine);
    while (true) pause();
  }
  wait_until("EXISTS (SELECT FROM pg_stat_activity WHERE datname = '" + place.name() +
             "' AND state = 'active' AND query LIKE 'CREATE DATABASE%')");
  kill(child, SIGSTOP);
  wait_until("EXISTS (SELECT FROM pg_database WHERE datname " + like + ")");
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  wait_until("NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '" + place.name() + "')");
  const auto left = ask("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname " + like);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left.text(0, 1), "trireme run of a test");
  ask("DROP DATABASE \"" + std::string(left.text(0, 0)) + '"');
}

TEST(IsolatedDatabase, says_why_it_cannot_be_made) {
  trireme::IsolatedDatabase place;
  place.execute("CREATE ROLE trireme_client_test LOGIN");
  trireme::Engine engine("host=" + trireme::detail::variable("PGHOST", "") +
                         " user=trireme_client_test dbname=" + place.name());
  try {
    const trireme::IsolatedDatabase database(engine);
    ADD_FAILURE() << "made without the right to";
  } catch (const trireme::DatabaseError& error) {
    EXPECT_NE(std::string(error.what()).find("an IsolatedDatabase cannot be made: "), std::string::npos) << error.what();
    EXPECT_EQ(error.sqlstate(), "42501");
  }
  engine.close_idle();
  place.execute("DROP ROLE trireme_client_test");
}

TEST(Engine, keeps_a_connection_for_the_next) {
  trireme::IsolatedDatabase database;
  trireme::Engine engine(database.url());
  const std::string first = engine.connection()->execute("SELECT pg_backend_pid()").value();
  EXPECT_EQ(engine.connection()->execute("SELECT pg_backend_pid()").value(), first);
  const trireme::Engine::Lease held = engine.connection();
  EXPECT_NE(engine.connection()->execute("SELECT pg_backend_pid()").value(), first);
}

TEST(Engine, of_a_forked_child_leaves_the_parents_alone) {
  trireme::IsolatedDatabase database;
  trireme::Engine engine(database.url());
  const std::string first = engine.connection()->execute("SELECT pg_backend_pid()").value();
  const pid_t child = fork();
  if (child == 0) {
    const bool another = engine.connection()->execute("SELECT pg_backend_pid()").value() != first;
    engine.close_idle();
    _exit(another ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(engine.connection()->execute("SELECT pg_backend_pid()").value(), first);
}

TEST(Engine, gives_a_url_with_its_name_and_the_password) {
  trireme::Engine engine("host='/a dir' port=7 user=me password='a b/@' dbname=x?y");
  EXPECT_EQ(engine.url(),
            "postgresql://me:a%20b%2F%40@/x%3Fy?application_name=trireme-" + trireme::worker_id() + "&host=%2Fa%20dir&port=7");
  EXPECT_EQ(trireme::Engine(engine.url()).url(), engine.url());
}

}  // namespace
