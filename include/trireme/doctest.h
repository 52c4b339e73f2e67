// postgres.h for doctest: what a DbSession finds at its end is a failure of the test case.
//
//   TEST_CASE_FIXTURE(trireme::DbFixture, "users start empty") {
//     CHECK(db.execute("SELECT count(*) FROM users").value() == "0");
//   }
#pragma once

#include <doctest/doctest.h>

#include <trireme/postgres.h>

namespace trireme::detail {
inline const bool k_reports_to_doctest = set_error_reporter([](const std::string& text) { FAIL_CHECK(text); });
}
