// Run by alone_test.cc as programs run without Trireme: against a database that somebody made, with nothing in it.
#include <trireme/googletest.h>

#include <cstdlib>

namespace {

const trireme::DatabaseNeeds k_needs{{"citext"}, {std::getenv("SCHEMA")}};

class Alone : public testing::Test {
 protected:
  Alone() { trireme::ensure_database_ready(k_needs); }
};

TEST_F(Alone, has_made_the_schema) {
  trireme::DbSession session;
  EXPECT_EQ(session.execute("SELECT count(*) FROM words").value(), "1");
}

TEST_F(Alone, is_the_master) { EXPECT_EQ(trireme::Engine::application_name(), "trireme-master"); }

TEST_F(Alone, makes_isolated_databases) {
  trireme::IsolatedDatabase database;
  EXPECT_EQ(database.name().rfind("trireme_", 0), 0U) << database.name();
  EXPECT_EQ(database.execute("INSERT INTO words (greek) VALUES ('beta') RETURNING id").value(), "2");
  // By which `trireme db list` tells it from a template.
  const char* const comment =
      "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()";
  EXPECT_EQ(database.execute(comment).value(), "trireme database of a test without a run");
}

}  // namespace
