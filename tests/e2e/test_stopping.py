"""SIGTSTP stops runner, tests and clocks until SIGCONT; SIGUSR1 says what runs."""

import os
import pathlib
import signal
import time
import unittest

from harness import Case, Result, processes_with, text_of, wait_until

LAUNCHERS = ("--launcher=exec", "--launcher=forkserver")
STOP = 2.5  # seconds


def state_of(pid):
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


class Stopping(Case):
    def start_program(self, *args):
        self.mark = f"{os.getpid()}.{time.monotonic_ns()}"
        self.log.unlink(missing_ok=True)
        # A group of its own, whose parent could continue it, as a shell's jobs have.
        process = self.start("-v", "-n2", f"--report-log={self.log}", *args, env={"E2E_MARK": self.mark}, process_group=0)
        self.addCleanup(process.kill)
        return process

    def end(self, process):
        process.stdout, process.stderr = process.communicate(timeout=60)
        return Result(process, self.directory)

    def logged(self, text):
        return self.log.exists() and text in self.log.read_bytes()

    def states(self):
        return {state_of(pid) for pid, command in processes_with(self.mark) if b"gtest_list_tests" not in command}

    def test_stopped_time_does_not_count(self):
        self.link("sleeps")
        for launcher in LAUNCHERS:
            for sends in (os.kill, os.killpg):
                with self.subTest(launcher, sends=sends.__name__):
                    self.check_stopped_time(launcher, sends)

    def check_stopped_time(self, launcher, sends):
        process = self.start_program(launcher, "--timeout=2", "--session-timeout=4", "--slow-timeout=2", "sleeps")
        self.assertTrue(wait_until(lambda: self.logged(b"test_started")))
        sends(process.pid, signal.SIGTSTP)
        self.assertTrue(wait_until(lambda: self.states() == {"T"}), self.states())
        time.sleep(STOP)
        self.assertEqual(self.states(), {"T"})
        sends(process.pid, signal.SIGCONT)
        result = self.end(process)
        self.assertEqual(result.outcomes(), {"sleeps::Sleeps.a_second": "passed"}, result.out)
        self.assertEqual((result.code, result.of("test_slow")), (0, []))
        self.assertLess(result.finished("a_second")["duration"], 2)

    def test_sigusr1_says_what_runs(self):
        self.link("hangs")
        for launcher in LAUNCHERS:
            process = self.start_program(launcher, "hangs::Hang.forever")
            self.assertTrue(wait_until(lambda: self.logged(b"test_started")))
            time.sleep(0.3)
            process.send_signal(signal.SIGUSR1)
            self.assertTrue(wait_until(lambda: self.logged(b'"notice"')))
            process.send_signal(signal.SIGINT)
            result = self.end(process)
            told = text_of(result.of("notice")[-1]["text"])
            self.assertRegex(told, r"^\[gw0\] hangs::Hang.forever has been running for \d+\.\ds; its last output:\nabout to hang$")
            self.assertIn("\nabout to hang\n", result.out)


if __name__ == "__main__":
    unittest.main()
