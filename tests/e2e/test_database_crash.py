"""A process of our server crashes, on which the server ends: that is what later tests are told, and not what libpq says."""

import unittest

from agreement import check_agreement
from database_case import DatabaseCase
from harness import all_text_of


class DatabaseCrash(DatabaseCase):
    def test_later_tests_hear_that_the_server_has_ended(self):
        self.link("database_crash")
        for mode in ("test", "worker", "shared") * 2:
            with self.subTest(mode):
                result = self.run_reported("-n1", f"--db={mode}", "--isolation=test", "--db-schema=schema.sql", "database_crash")
                outcomes = {name.rpartition(".")[2]: outcome for name, outcome in result.outcomes().items()}
                self.assertEqual(outcomes.pop("before"), "passed")
                self.assertIn(outcomes.pop("of_a_session"), ("passed", "error"))
                # The server ends one session after another: a test may be quicker than ours.
                for each in result.of("test_finished"):
                    self.assertTrue(each["outcome"] != "failed" or "connection" in all_text_of(each["failures"]), each)
                self.assertLessEqual(set(outcomes.values()), {"error", "failed"}, result.out)
                self.assertEqual(outcomes["then_another"], "error")
                self.assertTrue(all("server has ended" in reason for reason in self.reasons(result, "error")))
                check_agreement(self, result)
                self.check_nothing_left()


if __name__ == "__main__":
    unittest.main()
