"""[[db]] in trireme.toml: which tests get which database."""

import unittest

from agreement import check_agreement
from database_case import DatabaseCase
from harness import text_of

CONFIG = """
[[db]]
schema = "schema.sql"
mode = "worker"
url = "own"

[[db]]
match = "*/Writing.*"
mode = "test"

[[db]]
mark = "pure"
mode = "none"

[[test]]
match = "*::Given.*"
marks = ["pure"]
"""


class DatabaseModes(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("database", "database_fresh", "passes")
        self.config(CONFIG)

    def databases(self, result, suite):
        return [text_of(value) for each in result.of("test_finished") if f"/{suite}." in text_of(each["id"])
                for name, value in each["properties"] if text_of(name) == "database"]  # fmt: skip

    def test_by_pattern_and_by_mark(self):
        caller = {"TEST_DATABASE_URL": "the caller's", "PGSERVICE": "the caller's"}
        result = self.run_reported("-n2", "database_fresh", "database", "-k", "Reading or Writing or Given", env=caller)
        outcomes = {name.split("::")[1]: outcome for name, outcome in result.outcomes().items()}
        self.assertEqual(outcomes.pop("Given.no_other_variable_of_libpq"), "failed", "PGSERVICE is the caller's")
        self.assertEqual(set(outcomes.values()), {"passed"}, result.out)
        self.assertLessEqual(set(self.databases(result, "Reading")), {"trireme_gw0", "trireme_gw1"})
        writing = self.databases(result, "Writing")
        self.assertEqual(len([name for name in writing if name.startswith("trireme_test")]), 60)
        self.assertIn("a database for each worker, the template's state and a process of its own for each test,", result.out)
        self.assertLess(len({each["process"] for each in result.of("test_finished") if "Reading" in text_of(each["id"])}), 30)
        check_agreement(self, result)
        self.check_nothing_left()

    def test_a_run_without_tests_that_want_a_database_starts_no_server(self):
        result = self.run_trireme("database", "-k", "url_is_known")
        self.assertEqual(result.code, 0, result.out + result.err)
        self.assertNotIn("PostgreSQL", result.out)
        self.assertNotIn("PostgreSQL", self.run_trireme("--db=none", "passes").out)

    def test_mistakes(self):
        self.config('[[db]]\nmatch = "*"\nmode = "each"\n')
        self.assertIn("trireme.toml:3: --db takes one of worker, test, cluster, shared, none, not 'each'", self.run_trireme("passes").err)
        self.config('[[db]]\nmark = "x"\nmode = "test"\n')
        self.assertEqual(self.run_trireme("--isolation=suite", "passes").code, 4)


if __name__ == "__main__":
    unittest.main()
