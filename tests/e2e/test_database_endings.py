"""However a run ends, its server and its files go; and when the server ends, no test passes without it."""

import os
import signal
import time
import unittest

from agreement import check_agreement
from database_case import DatabaseCase
from harness import Result, controller_of, kill_both, wait_until


class DatabaseEndings(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("hangs", "database_ends", "passes")

    def start_hanging(self):
        process = self.start("-n2", "--db-schema=schema.sql", "--isolation=test", f"--report-log={self.log}", "hangs", "-k", "before or forever")
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(lambda: self.log.exists() and b"test_started" in self.log.read_bytes()))
        self.assertTrue(self.servers())
        self.assertEqual(len(self.server_directories()), 1)
        return process

    def check_all_goes(self):
        self.assertTrue(wait_until(lambda: not self.servers() and not self.server_directories(), seconds=3),
                        (self.servers(), self.server_directories()))  # fmt: skip

    def test_sigkill_of_runner_or_controller_leaves_nothing(self):
        before = self.unused_shared_memory()
        for victim in ("guard", "controller"):
            with self.subTest(victim):
                process = self.start_hanging()
                os.kill(process.pid if victim == "guard" else controller_of(process), signal.SIGKILL)
                process.communicate(timeout=20)
                self.check_all_goes()
                self.log.unlink()
        self.assertTrue(wait_until(lambda: self.unused_shared_memory() <= before), self.unused_shared_memory())

    def test_what_two_killed_at_once_leave_goes_with_the_next_run(self):
        self.kill_both(self.start_hanging())
        self.assertTrue(wait_until(lambda: not [each for each in self.servers() if b"postgres" in each[1]]), self.servers())
        self.assertEqual(self.run_trireme("--db=worker", "passes").code, 0)
        self.assertEqual(self.server_directories(), [])

    def kill_both(self, process):
        kill_both(process)
        process.communicate(timeout=20)

    def test_what_makes_databases_goes_with_the_next_run_when_two_are_killed(self):
        before = self.unused_shared_memory()
        begun = self.cwd / "begun"
        boots = lambda: [1 for _, command in self.servers() if b"/postgres\0--" in command]  # noqa: E731
        for args, has_begun in ((("--db-command=setsid sh -c 'touch begun; sleep 300'",), begun.exists), (("--db=worker",), boots)):
            with self.subTest(args):
                process = self.start(*args, "passes", env={"XDG_CACHE_HOME": str(self.directory / args[0][:8])})
                self.addCleanup(process.kill)
                self.assertTrue(wait_until(has_begun))
                self.kill_both(process)
                self.assertEqual(self.run_trireme("--db=worker", "passes").code, 0)
                self.check_all_goes()
        self.assertTrue(wait_until(lambda: self.unused_shared_memory() <= before), self.unused_shared_memory())

    def test_a_live_run_is_left_alone(self):
        process = self.start_hanging()
        self.assertEqual(self.run_trireme("--db=worker", "passes").code, 0)
        self.assertEqual(len(self.server_directories()), 1)
        self.assertTrue([each for each in self.servers() if b"postgres" in each[1]])
        process.kill()
        process.communicate(timeout=20)
        self.check_all_goes()

    def test_sigint_at_any_moment_leaves_nothing(self):
        before = self.unused_shared_memory()
        for delay in (0.05, 0.15, 0.3, 0.6, 1.2):
            with self.subTest(delay):
                process = self.start("--db-schema=schema.sql", "passes", env={"XDG_CACHE_HOME": str(self.directory / str(delay))})
                time.sleep(delay)
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=20)
                self.check_all_goes()
        self.assertTrue(wait_until(lambda: self.unused_shared_memory() <= before), self.unused_shared_memory())

    def test_sigint_while_databases_are_made_is_2(self):
        for args in (("--db-command=touch begun; sleep 60",), ("--db-schema=slow.sql",)):
            with self.subTest(args):
                (self.cwd / "slow.sql").write_text("\\! touch begun\nSELECT pg_sleep(60);")
                process = self.start(*args, "passes")
                self.addCleanup(process.kill)
                self.assertTrue(wait_until((self.cwd / "begun").exists))
                started = time.monotonic()
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=20)
                self.assertEqual(process.returncode, 2, out + err)
                self.assertIn(b"interrupted by SIGINT", err)
                self.assertLess(time.monotonic() - started, 10)
                self.check_nothing_left()
                (self.cwd / "begun").unlink()

    def test_sigint_while_tests_run_ends_the_server(self):
        process = self.start_hanging()
        process.send_signal(signal.SIGINT)
        process.stdout, process.stderr = process.communicate(timeout=30)
        self.assertEqual(Result(process, self.directory).code, 2)
        self.check_nothing_left()

    def test_sigkill_while_databases_are_made_leaves_nothing(self):
        before = self.unused_shared_memory()
        for delay in (0.02, 0.1, 0.2, 0.4, 0.8):
            with self.subTest(delay):
                process = self.start("--db-schema=schema.sql", "--db-rebuild", "passes", env={"XDG_CACHE_HOME": str(self.directory / "own")})
                time.sleep(delay)
                process.kill()
                process.communicate(timeout=20)
                self.check_all_goes()
        self.assertTrue(wait_until(lambda: self.unused_shared_memory() <= before), self.unused_shared_memory())

    def test_the_end_of_the_server_is_an_error_of_every_test_that_is_left(self):
        before = self.unused_shared_memory()
        for isolation in ("test", "batch"):
            with self.subTest(isolation):
                result = self.run_reported("-n1", "--db=worker", f"--isolation={isolation}", "database_ends", "passes")
                outcomes = {name.split("::")[1]: outcome for name, outcome in result.outcomes().items()}
                self.assertEqual(outcomes.pop("Ends.before"), "passed")
                self.assertEqual(set(outcomes.values()), {"error"}, result.out)
                self.assertEqual(len(outcomes), 6)
                self.assertTrue(all("server has ended" in reason for reason in self.reasons(result, "error")))
                self.assertEqual(result.code, 1)
                check_agreement(self, result)
                self.check_nothing_left()
        self.assertTrue(wait_until(lambda: self.unused_shared_memory() <= before), self.unused_shared_memory())


if __name__ == "__main__":
    unittest.main()
