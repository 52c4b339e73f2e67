"""What the server wrote while a test failed is in its report, and nothing that other workers' tests made it write."""

import unittest

from agreement import check_agreement
from database_case import DatabaseCase
from harness import text_of


class DatabaseLog(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("database")

    def test_it_is_in_every_report(self):
        for isolation in ("test", "program"):
            with self.subTest(isolation):
                result = self.run_reported("-n1", f"--isolation={isolation}", "--db-schema=schema.sql", "database", "-k", "complains or fails or row")
                check_agreement(self, result)
                self.assertEqual(result.outcomes()["database::Connected.complains"], "failed")
                log = text_of(result.finished("complains")["server_log"])
                self.assertRegex(log, r"\[trireme_gw0\] ERROR: .*division by zero\n.*STATEMENT: .*SELECT 1/0")
                self.assertNotIn("server_log", result.finished("row_count"))
                self.assertNotIn("division", text_of(result.finished("Connected.fails").get("server_log", "")))
                self.assertEqual(result.out.count("division by zero"), 1)
                self.assertIn("Server log", result.out)
                case = result.junit.find(".//testcase[@name='complains']")
                self.assertIn("division by zero", case.find("system-err").text)

    def test_it_is_of_the_tests_own_worker(self):
        result = self.run_reported("-n2", "--dist=each", "--isolation=test", "--db-schema=schema.sql", "database", "-k", "complains")
        for worker in ("gw0", "gw1"):
            log = text_of(result.finished(f"complains@{worker}")["server_log"])
            self.assertEqual(log.count("division by zero"), 1)
            self.assertIn(f"[trireme_{worker}]", log)

    def test_of_a_server_of_its_own(self):
        result = self.run_reported("-n2", "--db=cluster", "--dist=each", "--db-schema=schema.sql", "database", "-k", "complains or Connected and fails")
        check_agreement(self, result)
        for worker in ("gw0", "gw1"):
            self.assertEqual(text_of(result.finished(f"complains@{worker}")["server_log"]).count("division by zero"), 1)
            self.assertNotIn("division", text_of(result.finished(f"Connected.fails@{worker}").get("server_log", "")))

    def test_of_a_test_that_crashes_too(self):
        result = self.run_reported("-n1", "--isolation=test", "--db-schema=schema.sql", "database", "-k", "aborts")
        self.assertEqual(result.outcomes()["database::Connected.aborts"], "crashed")
        self.assertIn("division by zero", text_of(result.finished("aborts")["server_log"]))


if __name__ == "__main__":
    unittest.main()
