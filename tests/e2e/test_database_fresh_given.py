"""--db=test on a server that is given: what others of it may do, and as a role that is no superuser."""

import unittest

from agreement import check_agreement
from given_server import GivenServerCase


class DatabaseFreshGiven(GivenServerCase):
    settings = {"max_connections": 20}

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
        self.check_fresh(110, "-n2", select="Ways or Reading")

    def test_as_a_role_that_is_no_superuser(self):
        # Which may not reset counters.
        self.check_fresh(72, "-n2", user="maker", select="Ways and not (reset or hidden)")

    def test_a_test_that_takes_all_connections_does_no_harm_to_those_after_it(self):
        self.check_fresh(33, "-n1", select="takes_all_connections or checks or Reading")

    def test_a_server_of_its_own_for_each_test_is_refused(self):
        result = self.run_trireme("--db=cluster", f"--db-url={self.server.url()}", "passes")
        self.assertEqual(result.code, 4)
        self.assertIn("--db=cluster starts servers of its own", result.err)


if __name__ == "__main__":
    unittest.main()
