// postgres.h for Boost.Test: what a DbSession finds at its end is a failure of the test case.
//
//   BOOST_FIXTURE_TEST_CASE(users_start_empty, trireme::DbFixture) {
//     BOOST_TEST(db.execute("SELECT count(*) FROM users").value() == "0");
//   }
//
// Included after the header of Boost.Test that the program uses (unit_test.hpp, or the one that includes all).
#pragma once

#include <boost/test/unit_test.hpp>

#include <trireme/postgres.h>

namespace trireme::detail {
inline const bool k_reports_to_boost_test = set_error_reporter([](const std::string& text) { BOOST_ERROR(text); });
}
