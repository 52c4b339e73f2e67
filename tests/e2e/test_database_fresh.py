"""--db=test: each test finds the template's state, whatever those before it did; a database that nobody wrote to is used again."""

import time
import unittest

from agreement import check_agreement
from database_case import DatabaseCase
from harness import text_of


class DatabaseFresh(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("database", "database_fresh", "passes")

    def run_fresh(self, *args, select):
        return self.run_reported("--db=test", "--db-schema=schema.sql", "--timeout=60", *args, "database_fresh", "-k", select)

    def check_passes(self, result, count):
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
        self.assertEqual(len(result.outcomes()), count)
        self.assertEqual(result.code, 0)
        check_agreement(self, result)
        self.check_nothing_left()

    def databases(self, result):
        return [text_of(value) for each in result.of("test_finished") for name, value in each["properties"] if text_of(name) == "database"]

    def test_nobody_sees_what_others_did(self):
        for args in (("-n1",), ("-n2", "--launcher=exec"), ("-n2", "--launcher=forkserver")):
            with self.subTest(args):
                result = self.run_fresh(*args, select="Ways")
                self.check_passes(result, 88)
                self.assertIn("the template's state and a process of its own for each test", result.out)

    def test_nobody_sees_what_others_do_at_the_same_time(self):
        result = self.run_reported("-n2", "--dist=each", "--timeout=60", "--db=test", "--db-schema=schema.sql", "database", "-k", "Isolated")
        self.check_passes(result, 14)

    def test_the_database_of_a_failed_test_is_kept(self):
        result = self.run_trireme("-n1", "--db=test", "--db-keep=failed", "--db-schema=schema.sql", "database", "-k", "fails or is_alone")
        kept = [line for line in result.out.splitlines() if line.startswith("trireme db psql trireme_")]
        self.assertEqual(len(kept), 1, result.out)
        self.assertTrue(kept[0].endswith("# database::Connected.fails failed"))
        self.check_nothing_left()

    def test_a_database_that_was_only_read_is_used_again(self):
        result = self.run_fresh("-n2", select="Reading")
        self.check_passes(result, 30)
        self.assertLessEqual(len(set(self.databases(result))), 5)

    def test_one_that_got_rows_is_used_again_without_them(self):
        result = self.run_fresh("-n2", select="Writing")
        self.check_passes(result, 60)
        self.assertLessEqual(len(set(self.databases(result))), 5)

    def test_sessions_that_tests_leave_are_ended(self):
        result = self.run_fresh("-n1", select="leaves_a_session or crashes_in or checks")
        outcomes = {name.split("::")[1]: outcome for name, outcome in result.outcomes().items()}
        self.assertEqual(outcomes, {"A.leaves_a_session": "passed", "B.crashes_in_a_transaction": "crashed",
                                    "Y.checks": "passed", "Z.checks": "passed"}, result.out)  # fmt: skip
        result = self.run_fresh("-n1", "--timeout=2", "--stacks=0", select="hangs_in_a_query or checks")
        self.assertEqual(sorted(result.outcomes().values()), ["passed", "passed", "timed out"], result.out)
        self.check_nothing_left()

    def test_a_session_that_a_test_stops_does_not_stop_others(self):
        for args in (("-n1",), ("-n2",)):
            with self.subTest(args):
                self.check_passes(self.run_fresh(*args, "--session-timeout=60", select="stops_its_session or Altering or checks"), 63)

    def test_what_a_test_stops_does_not_hold_up_the_end(self):
        started = time.monotonic()
        result = self.run_reported("-n2", "--db=cluster", "--db-schema=schema.sql", "database_fresh", "-k", "stops_its")
        self.check_passes(result, 2)
        self.assertLess(time.monotonic() - started, 5)

    def test_a_test_that_ends_all_sessions_does_no_harm(self):
        self.check_passes(self.run_fresh("-n1", select="ends_all_other_sessions or checks or Reading"), 33)

    def test_a_test_that_takes_all_connections_does_no_harm_to_those_after_it(self):
        self.check_passes(self.run_fresh("-n1", select="takes_all_connections or checks or Reading"), 33)

    def test_without_counts_every_database_is_replaced(self):
        schema = (self.cwd / "schema.sql").read_text()
        for off in ("DATABASE trireme_template SET track_counts TO off", "ROLE postgres SET track_counts TO 'false'",
                    "ROLE ALL IN DATABASE trireme_template SET track_counts TO no", "SYSTEM SET track_counts TO off"):  # fmt: skip
            with self.subTest(off):
                (self.cwd / "schema.sql").write_text(f"{schema}ALTER {off};")
                result = self.run_fresh("-n1", select="Reading and /1 or Writing and /1 or Altering and /1")
                self.check_passes(result, 33)
                self.assertEqual(len(set(self.databases(result))), 33)
                self.assertIn("track_counts is off on the database server", result.out)

    def test_it_needs_a_process_for_each_test(self):
        for isolation in ("batch", "suite", "program"):
            result = self.run_trireme("--db=test", f"--isolation={isolation}", "passes")
            self.assertEqual(result.code, 4)
            self.assertIn("give each test a process of its own", result.err)
        self.assertEqual(self.run_trireme("--db=test", "--isolation=test", "passes").code, 0)


if __name__ == "__main__":
    unittest.main()
