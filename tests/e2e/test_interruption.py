"""SIGINT gives every test an outcome; SIGKILL of the runner leaves nothing behind."""

import os
import pathlib
import re
import resource
import signal
import time
import unittest

from agreement import check_conservation
from harness import Case, Result, controller_of, processes_with, wait_until

GRACE = 4  # seconds; less than there are between SIGTERM and SIGKILL


def ignores(number, pid):
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    return int(re.search(r"^SigIgn:\s*(\w+)", status, re.M)[1], 16) >> (number - 1) & 1


class Interruption(Case):
    def setUp(self):
        super().setUp()
        self.link("hangs", "leaves_child", "passes")
        self.mark = f"E2E_MARK={os.getpid()}.{time.monotonic_ns()}"

    def start_hanging(self, *args, **popen):
        name, value = self.mark.split("=")
        process = self.start("-v", "-n2", "--isolation=test", f"--report-log={self.log}", *args, "leaves_child", "passes", "hangs",
                             env={name: value, "TMPDIR": str(self.directory)}, **popen)  # fmt: skip
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(lambda: self.log.exists() and b"ignoring_sigterm" in self.log.read_bytes()))
        return process

    def processes(self):
        return [each for each in processes_with(self.mark) if each[0] != os.getpid()]

    def run_directories(self):
        return list(self.directory.glob("trireme-*/*"))

    def test_sigint_and_sigterm_give_every_test_an_outcome(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                process = self.start_hanging()
                process.send_signal(number)
                process.stdout, process.stderr = process.communicate(timeout=30)
                self.check_interrupted(process, number)
                self.log.unlink()

    def test_a_hangup_that_the_caller_has_it_ignore_does_not_end_it(self):
        def as_nohup_in_the_background():
            for number in (signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)

        process = self.start_hanging(preexec_fn=as_nohup_in_the_background)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        process.stdout, process.stderr = process.communicate(timeout=30)
        self.check_interrupted(process, signal.SIGINT)

    def check_interrupted(self, process, number):
        result = Result(process, self.directory)
        self.assertEqual(result.code, 2, result.out)
        check_conservation(self, result)
        self.assertIn("interrupted", result.outcomes().values())
        self.assertEqual(result.outcomes()["hangs::Hang.after"], "not run")
        self.assertIn(signal.Signals(number).name, result.of("run_finished")[0]["stopped"])
        self.assertEqual(self.processes(), [])

    def test_a_signal_to_the_whole_group_counts_once(self):
        for times in (1, 2):
            with self.subTest(times):
                process = self.start_hanging(process_group=0)
                runner = (process.pid, controller_of(process))
                self.assertTrue(wait_until(lambda: any(ignores(signal.SIGTERM, pid) for pid, _ in self.processes() if pid not in runner)))
                started = time.monotonic()
                os.killpg(process.pid, signal.SIGINT)
                self.assertTrue(wait_until(lambda: b'"outcome":"interrupted"' in self.log.read_bytes()), "the test that heeds SIGTERM")
                if times == 2:
                    os.killpg(process.pid, signal.SIGINT)
                process.stdout, process.stderr = process.communicate(timeout=30)
                self.check_interrupted(process, signal.SIGINT)
                self.assertEqual(time.monotonic() - started > GRACE, times == 1)
                self.log.unlink()

    def test_before_the_first_test(self):
        self.link("listing_hangs")
        for number in (signal.SIGINT, signal.SIGTERM):
            name, value = self.mark.split("=")
            process = self.start("--launcher=exec", "listing_hangs", env={name: value, "TMPDIR": str(self.directory)}, start_new_session=True)
            self.addCleanup(process.kill)
            self.assertTrue(wait_until(lambda: any(b"--gtest_output" in each[1] for each in self.processes())))
            os.killpg(process.pid, number)
            _, said = process.communicate(timeout=10)
            self.assertEqual((process.returncode, said), (2, f"\nERROR: interrupted by {signal.Signals(number).name}\n".encode()))
            self.assertEqual((self.processes(), self.run_directories()), ([], []))

    def test_sigquit_of_the_terminal_leaves_nothing(self):
        process = self.start_hanging("--launcher=exec", start_new_session=True,
                                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))  # fmt: skip
        os.killpg(process.pid, signal.SIGQUIT)
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, 3)
        self.assertEqual((self.processes(), self.run_directories()), ([], []))

    def test_sigkill_of_any_of_ours_leaves_nothing_within_2_seconds(self):
        process = self.start_hanging()
        self.assertGreater(len(self.processes()), 2)
        self.assertEqual(len(self.run_directories()), 2, "its own, and one for what its tests report by")
        process.kill()
        process.communicate(timeout=10)
        self.assertTrue(wait_until(lambda: not self.processes(), seconds=2.5), self.processes())
        self.assertTrue(wait_until(lambda: not self.run_directories(), seconds=1), self.run_directories())

    def test_sigkill_of_the_controller_leaves_nothing(self):
        process = self.start_hanging()
        os.kill(controller_of(process), signal.SIGKILL)
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, 3)
        self.assertTrue(wait_until(lambda: not self.processes(), seconds=2.5), self.processes())
        self.assertEqual(self.run_directories(), [])


if __name__ == "__main__":
    unittest.main()
