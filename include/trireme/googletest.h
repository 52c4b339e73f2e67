// postgres.h for GoogleTest: what a DbSession finds at its end is a failure of the test, and fixtures to derive from.
//
//   struct Users : trireme::DbTest {};
//   TEST_F(Users, start_empty) { EXPECT_EQ(db.execute("SELECT count(*) FROM users").value(), "0"); }
#pragma once

#include <gtest/gtest.h>

#include <trireme/postgres.h>

namespace trireme {

namespace detail {
inline const bool k_reports_to_googletest = set_error_reporter([](const std::string& text) { ADD_FAILURE() << text; });
}

// A transaction per test, rolled back: `db`.
class DbTest : public testing::Test, protected DbFixture {};

// A database per test: `database`.
class IsolatedDbTest : public testing::Test, protected IsolatedDbFixture {};

}  // namespace trireme
