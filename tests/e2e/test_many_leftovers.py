"""10,000 processes that a test leaves are gone soon after it, and soon after the runner when that is killed meanwhile."""

import os
import signal
import unittest

from harness import Case, text_of, wait_until

MANY = 10_000
SOON = 2  # seconds


def count_in(directory):
    found = 0
    for each in os.listdir("/proc"):
        try:
            found += each.isdigit() and os.readlink(f"/proc/{each}/cwd") == directory
        except OSError:
            continue
    return found


class ManyLeftovers(Case):
    def setUp(self):
        super().setUp()
        self.link("leaves_many")
        self.many = str(MANY)

    def left(self):
        return count_in(str(self.cwd))

    def test_when_the_test_has_ended(self):
        result = self.run_reported("-n1", "leaves_many", env={"LEAVE": self.many})
        self.assertEqual(self.left(), 0)
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
        text = text_of(result.of("leaky")[0]["text"])
        self.assertIn(f"left {MANY} processes behind", text)
        self.assertIn(f"and {MANY - 10} more", text)

    def check_killed(self, victim):
        done = self.directory / "done"
        process = self.start("-n1", "leaves_many", env={"LEAVE": self.many, "STAY": str(done)})
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(done.exists, seconds=120))
        self.assertGreater(self.left(), MANY)
        os.kill(victim(process), signal.SIGKILL)
        self.assertTrue(wait_until(lambda: self.left() == 0, seconds=SOON), self.left())
        process.communicate(timeout=30)
        done.unlink()

    def test_when_the_guard_is_killed(self):
        self.check_killed(lambda process: process.pid)

    def test_when_the_controller_is_killed(self):
        self.check_killed(lambda process: int(open(f"/proc/{process.pid}/task/{process.pid}/children").read().split()[0]))


if __name__ == "__main__":
    unittest.main()
