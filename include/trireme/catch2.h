// postgres.h for Catch2 (2 and 3): what a DbSession finds at its end is a failure of the test case.
//
//   TEST_CASE_METHOD(trireme::DbFixture, "users start empty") {
//     CHECK(db.execute("SELECT count(*) FROM users").value() == "0");
//   }
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <trireme/postgres.h>

namespace trireme::detail {
inline const bool k_reports_to_catch2 = set_error_reporter([](const std::string& text) { FAIL_CHECK(text); });
}
