#include "database.h"

#include <trireme/googletest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace learn_greek {

namespace {

// What the backend says goes through the session, so its BEGIN and COMMIT are savepoints there.
class SessionSql : public Sql {
 public:
  explicit SessionSql(trireme::DbSession& session) : session_(session) {}
  Rows execute(const std::string& statement, const Row& values) override {
    try {
      return rows_of(session_.execute(statement, values).raw());
    } catch (const trireme::DatabaseError& error) {
      throw SqlError(error.what(), error.sqlstate());
    }
  }

 private:
  trireme::DbSession& session_;
};

const trireme::DatabaseNeeds k_needs{{"citext"}, {LEARN_GREEK_SCHEMA}};

std::string design() {
  const char* const wanted = std::getenv("LEARN_GREEK_DESIGN");
  return wanted != nullptr ? wanted : "";
}

std::string schema() {
  std::ifstream file(LEARN_GREEK_SCHEMA);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Without a transaction that is rolled back, what belongs to the whole server must be remembered too.
void drop_tables() {
  trireme::Engine::instance().connection()->execute(
      "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC; "
      "DROP ROLE IF EXISTS learn_greek_reader");
}

// What many a project begins with: tables are made when the tests begin, unless they are there, and dropped when they end.
class NaiveEnvironment : public testing::Environment {
 public:
  void SetUp() override {
    const auto connection = trireme::Engine::instance().connection();
    if (connection->execute("SELECT to_regclass('users')").is_null(0, 0)) connection->execute(schema());
  }
  void TearDown() override { drop_tables(); }
};

const auto* const g_naive = design() == "naive" ? testing::AddGlobalTestEnvironment(new NaiveEnvironment) : nullptr;

}  // namespace

DatabaseTest::DatabaseTest() {
  if (design() == "recreate") {
    trireme::Engine::instance().connection()->execute(schema());
    sql_ = std::make_unique<SqlConnection>(trireme::Engine::instance().url());
    return;
  }
  if (design().empty()) trireme::ensure_database_ready(k_needs);
  session_ = std::make_unique<trireme::DbSession>();
  sql_ = std::make_unique<SessionSql>(*session_);
}

DatabaseTest::~DatabaseTest() {
  sql_.reset();
  session_.reset();
  if (design() == "recreate") drop_tables();
}

std::string DatabaseTest::state_of(const std::string& statement) {
  try {
    sql().execute(statement);
  } catch (const SqlError& error) {
    return error.state();
  }
  return "";
}

IsolatedTest::IsolatedTest() {
  if (design() == "recreate") trireme::Engine::instance().connection()->execute(schema());
  if (!design().empty()) return;
  trireme::ensure_database_ready(k_needs);
  database_ = std::make_unique<trireme::IsolatedDatabase>();
}

IsolatedTest::~IsolatedTest() {
  if (design() == "recreate") drop_tables();
}

std::unique_ptr<Sql> IsolatedTest::connect() {
  return std::make_unique<SqlConnection>(database_ ? database_->url() : trireme::Engine::instance().url());
}

}  // namespace learn_greek
