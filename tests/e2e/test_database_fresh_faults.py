"""--db=test when the outside fails: each test has one outcome, and a sentence says why."""

import os
import random
import signal
import subprocess
import time
import unittest

from agreement import check_agreement
from database_case import DatabaseCase
from harness import Result, all_text_of, wait_until
from test_database_errors import may_mount


class DatabaseFreshFaults(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("database_ends", "database_fresh", "passes")

    def postmaster(self):
        return min(pid for pid, command in self.servers() if b"/postgres\0-D" in command)

    def start_altering(self, *args):
        process = self.start("-n2", "--db=test", "--db-schema=schema.sql", *self.reports(), *args, "database_fresh", "-k", "Altering")
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(lambda: self.log.exists() and b"test_finished" in self.log.read_bytes(), seconds=60))
        return process

    def result_of(self, process):
        process.stdout, process.stderr = process.communicate(timeout=60)
        return Result(process, self.directory)

    def test_a_server_that_is_killed_while_databases_are_made(self):
        for _ in range(8):
            process = self.start_altering()
            time.sleep(random.uniform(0, 0.5))
            os.kill(self.postmaster(), signal.SIGKILL)
            result = self.result_of(process)
            self.assertEqual(len(result.outcomes()), 60, f"{result.code} {result.out} {result.err}")
            self.assertEqual(len(result.of("test_finished")), 60)
            self.assertEqual(result.code, 1, result.out)
            self.assertLessEqual(set(result.outcomes().values()), {"passed", "error", "failed"})
            for each in result.of("test_finished"):  # a test may hear of it before anybody else does
                self.assertTrue(each["outcome"] != "failed" or "connection" in all_text_of(each["failures"]), each)
            self.assertTrue(all("the database server has ended" in reason for reason in self.reasons(result, "error")), result.out)
            check_agreement(self, result)
            self.check_nothing_left()
            self.log.unlink()

    def test_a_server_that_a_test_kills(self):
        result = self.run_reported("-n1", "--db=test", "database_ends", "passes")
        outcomes = {name.split("::")[1]: outcome for name, outcome in result.outcomes().items()}
        self.assertEqual(outcomes.pop("Ends.before"), "passed")
        self.assertEqual(set(outcomes.values()), {"error"}, result.out)
        self.assertTrue(all("server has ended" in reason for reason in self.reasons(result, "error")))
        check_agreement(self, result)
        self.check_nothing_left()

    def test_a_runner_that_is_interrupted_or_killed_while_databases_are_made(self):
        for which in (signal.SIGINT, signal.SIGKILL):
            for _ in range(4):
                process = self.start_altering()
                time.sleep(random.uniform(0, 0.3))
                process.send_signal(which)
                process.communicate(timeout=30)
                self.assertEqual(process.returncode, 2 if which == signal.SIGINT else -which)
                self.assertTrue(wait_until(lambda: not self.servers() and not self.server_directories(), seconds=5), self.servers())
                self.log.unlink()

    @unittest.skipUnless(may_mount(), "a small file system must be mounted")
    def test_a_full_disk(self):
        for megabytes in (80, 56):
            with self.subTest(megabytes):
                mount = f"mount -t tmpfs -o size={megabytes}m,mode=0755 none {self.temp} && exec \"$@\""
                args = ("-n2", "--db=test", "--db-schema=schema.sql", *self.reports(), "database_fresh", "-k", "fills_the_disk or Altering or checks")
                command = ["unshare", "-m", "sh", "-c", mount, "-", *self.command(*args)]
                done = subprocess.run(command, cwd=self.cwd, env=self.environment(), capture_output=True, check=False, timeout=120)
                result = Result(done, self.directory)
                self.assertEqual(len(result.outcomes()), 63, result.out + result.err)
                self.assertTrue(all("no space left on device; free some" in reason for reason in self.reasons(result, "error")),
                                result.out)  # fmt: skip
                last = result.finished("Z.checks")
                # Without room for its own log the server ends, and a test may hear of it before anybody else does.
                ended = "the database server has ended" in result.out
                heard = "connection" in all_text_of(last["failures"]) if last["outcome"] == "failed" else last["outcome"] == "error"
                self.assertTrue(last["outcome"] == "passed" or (ended and heard), result.out)
                check_agreement(self, result)


if __name__ == "__main__":
    unittest.main()
