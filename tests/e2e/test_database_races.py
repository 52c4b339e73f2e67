"""Four workers that make and drop all tables, a hundred times: none fails with a database of its own."""

import unittest

from agreement import check_agreement
from database_case import DatabaseCase


class DatabaseRaces(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("database_races")

    def run_races(self, *args):
        return self.run_reported("-n4", "--dist=each", "--session-timeout=250", *args, "database_races", timeout=300)

    def test_no_worker_of_400_fails(self):
        result = self.run_races("--db=worker")
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
        self.assertEqual(len(result.outcomes()), 400)
        check_agreement(self, result)
        self.check_nothing_left()

    def test_in_one_database_many_do(self):
        result = self.run_races("--db=shared", "-k", "0 or 5")
        failed = [outcome for outcome in result.outcomes().values() if outcome == "failed"]
        self.assertGreater(len(failed), 4, result.out)


if __name__ == "__main__":
    unittest.main()
