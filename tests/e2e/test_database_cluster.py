"""--db=cluster: a server for each test; [db] role: who tests are."""

import unittest

from agreement import check_agreement
from database_case import DatabaseCase
from harness import wait_until


class DatabaseCluster(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("database_server", "passes")

    def check_all_pass(self, result, count):
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out + result.err)
        self.assertEqual(len(result.outcomes()), count)
        check_agreement(self, result)
        self.check_nothing_left()

    def test_no_test_notices_what_others_do_to_their_servers(self):
        before = self.unused_shared_memory()
        for args in (("--db-schema=schema.sql",), ('--db-command=psql -X -q -f schema.sql "$DATABASE_URL"',)):
            with self.subTest(args):
                result = self.run_reported("-n2", "--db=cluster", "--timeout=60", *args, "database_server", "-k", "not Login")
                self.assertIn("a server and a process of its own for each test", result.out)
                self.assertEqual(result.of("leaky"), [])
                self.check_all_pass(result, 5)
        self.assertLessEqual(self.unused_shared_memory(), before)

    def test_some_tests_only(self):
        self.config('[[db]]\nschema = "schema.sql"\n[[db]]\nmatch = "*::Server.*"\nmode = "cluster"\n[[db]]\nmatch = "*::Login.*"\nmode = "none"\n')
        result = self.run_reported("-n2", "database_server", "passes", "-k", "not Login")
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
        self.check_nothing_left()

    def test_a_run_that_is_interrupted_while_servers_start(self):
        self.link("hangs")  # which does not come to its end before
        for _ in range(3):
            process = self.start("-n2", "--db=cluster", "--db-schema=schema.sql", "hangs", "-k", "before or forever or after")
            self.addCleanup(process.kill)
            self.wait_for_servers(2)
            process.terminate()
            out, err = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 2, out + err)
            self.assertNotIn(b"left", out)
            self.check_nothing_left()

    def wait_for_servers(self, count):
        self.assertTrue(wait_until(lambda: len([1 for _, command in self.servers() if b"/postgres\0-D" in command]) >= count, 60))

    def test_tests_are_the_role_that_is_named(self):
        schema = "CREATE ROLE app LOGIN; CREATE ROLE nobody_logs_in; GRANT SELECT ON words TO app;"
        with open(self.cwd / "schema.sql", "a") as file:
            file.write(schema)
        for mode in ("worker", "test", "cluster"):
            with self.subTest(mode):
                self.config(f'[db]\nschema = "schema.sql"\nrole = "app"\nmode = "{mode}"\n')
                self.check_all_pass(self.run_reported("-n1", "database_server", "-k", "Login", env={"EXPECTED_ROLE": "app"}), 1)
        for role, says in (("nobody_logs_in", "nobody may log in as nobody_logs_in"), ("missing", "there is no role missing")):
            self.config(f'[db]\nschema = "schema.sql"\nrole = "{role}"\n')
            result = self.run_trireme("passes")
            self.assertEqual(result.code, 4, result.out)
            self.assertIn(says + ", which [db] role names; the schema must make it", result.err)
            self.check_nothing_left()


if __name__ == "__main__":
    unittest.main()
