"""--db=test on a server that is given: what others of it may do, and as a role that is no superuser."""

import unittest

from agreement import check_agreement
from given_server import GivenServerCase


class DatabaseFreshGiven(GivenServerCase):
    settings = {"max_connections": 20, "max_prepared_transactions": 5, "wal_level": "logical"}

    def setUp(self):
        super().setUp()
        self.link("database_fresh", "passes")

    def check_fresh(self, count, *args, user="postgres", select):
        options = ("--db=test", "--db-schema=schema.sql", f"--db-url={self.server.url(user)}", "--timeout=60", *args)
        result = self.run_reported(*options, "database_fresh", "-k", select)
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out + result.err)
        self.assertEqual(len(result.outcomes()), count)
        check_agreement(self, result)
        self.check_nothing_left()
        self.assertEqual(self.server.of_runs(), set())
        self.assertEqual(self.server.sessions(), "0")

    def test_nobody_sees_what_others_did(self):
        self.check_fresh(118, "-n2", select="Ways or Reading")

    def test_as_a_role_that_is_no_superuser(self):
        # Which may not reset counters.
        self.check_fresh(76, "-n2", user="maker", select="Ways and not (reset or hidden or subscription)")

    def test_what_the_server_keeps_of_a_database_goes_with_it(self):
        self.check_fresh(34, "-n1", select="prepares_a or makes_a_slot or checks or Reading")
        self.check_fresh(33, "-n1", user="maker", select="prepares_a or checks or Reading")
        self.assertEqual(self.server.ask("SELECT gid FROM pg_prepared_xacts; SELECT slot_name FROM pg_replication_slots"), "")

    def test_a_test_that_takes_all_connections_does_no_harm_to_those_after_it(self):
        self.check_fresh(33, "-n1", select="takes_all_connections or checks or Reading")

    def test_a_session_that_stands_still_keeps_no_run_from_its_end(self):
        command = ("-n2", "--db=test", "--db-schema=schema.sql", f"--db-url={self.server.url()}", "--session-timeout=100")
        with self.server.stopped_session():
            result = self.run_trireme(*command, "database_fresh", "-k", "Altering or checks")
            self.assertIn("62 passed", result.last_line(), result.out + result.err)
            swept = self.run_trireme("db", "gc", f"--db-url={self.server.url()}")
            self.assertRegex(swept.out + swept.err, r"trireme_\w+.* the server drops no database: one of its processes stands still")
        self.assertEqual(self.run_trireme(*command, "passes").code, 0)
        self.assertEqual(self.server.of_runs(), set())

    def test_a_server_of_its_own_for_each_test_is_refused(self):
        result = self.run_trireme("--db=cluster", f"--db-url={self.server.url()}", "passes")
        self.assertEqual(result.code, 4)
        self.assertIn("--db=cluster starts servers of its own", result.err)


if __name__ == "__main__":
    unittest.main()
