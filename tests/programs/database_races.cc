// What many suites do: each worker makes its tables, tests, and drops them. In one database for all of them most fail.
#include <unistd.h>

#include <random>
#include <string>

#include "connection.h"

namespace {

class LifeCycle : public testing::TestWithParam<int> {
 protected:
  void run(const std::string& sql) {
    connection_.ask(sql);
    ASSERT_FALSE(HasFailure());
  }

  Connection connection_;
};

}  // namespace

TEST_P(LifeCycle, create_all_and_drop_all) {
  run("SET client_min_messages = error");
  usleep(std::random_device()() % 50'000);
  ASSERT_NO_FATAL_FAILURE(run("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\""));
  ASSERT_NO_FATAL_FAILURE(run(
      "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('glad'); END IF; "
      "END $$"));
  for (int table = 0; table < 10; ++table) {
    ASSERT_NO_FATAL_FAILURE(
        run("CREATE TABLE IF NOT EXISTS t" + std::to_string(table) + " (id bigserial PRIMARY KEY, name text UNIQUE)"));
  }
  for (int test = 0; test < 10; ++test) {
    ASSERT_NO_FATAL_FAILURE(
        run("BEGIN; INSERT INTO t" + std::to_string(test) + " (name) VALUES ('same'); SELECT * FROM t0; ROLLBACK"));
  }
  ASSERT_NO_FATAL_FAILURE(run("DROP TABLE IF EXISTS t0, t1, t2, t3, t4, t5, t6, t7, t8, t9"));
  ASSERT_NO_FATAL_FAILURE(run("DROP TYPE IF EXISTS mood"));
}
INSTANTIATE_TEST_SUITE_P(Rounds, LifeCycle, testing::Range(0, 100));
