"""10,000 processes that a test leaves are gone after it, and after the runner when that is killed meanwhile; of fewer it is seen that
this is soon."""

import os
import pathlib
import signal
import unittest

from harness import Case, controller_of, text_of, wait_until

MANY = 10_000
SOON = 2  # seconds, for as many as the kernel can end in that time: of 10,000 it needs 3 on a slow machine
FEWER = 1_000


def count_in(directory):
    found = 0
    for each in os.listdir("/proc"):
        try:
            found += each.isdigit() and os.readlink(f"/proc/{each}/cwd") == directory
        except OSError:
            continue
    return found


def is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class ManyLeftovers(Case):
    def setUp(self):
        super().setUp()
        self.link("leaves_many")

    def left(self):
        return count_in(str(self.cwd))

    def wait_for_all(self, done):
        """However long it takes to start them: as long as there are more and more."""
        before = -1
        while not wait_until(done.exists, seconds=20):
            now = self.left()
            self.assertGreater(now, before)
            before = now

    def test_when_the_test_has_ended(self):
        result = self.run_reported("-n1", "leaves_many", env={"LEAVE": str(MANY)}, timeout=None)  # ctest has one
        self.assertEqual(self.left(), 0)
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
        text = text_of(result.of("leaky")[0]["text"])
        self.assertIn(f"left {MANY} processes behind", text)
        self.assertIn(f"and {MANY - 10} more", text)

    def check_killed(self, choose, many, seconds):
        done = self.directory / "done"
        process = self.start("-n1", "leaves_many", env={"LEAVE": str(many), "STAY": str(done)})
        self.addCleanup(process.kill)
        self.wait_for_all(done)
        self.assertGreater(self.left(), many)
        victim, survivor = choose(process.pid, controller_of(process))
        os.kill(victim, signal.SIGKILL)
        # Its end comes after theirs. To look for them would take more of the machine than to kill them.
        self.assertTrue(wait_until(lambda: not is_running(survivor), seconds=seconds), self.left())
        self.assertEqual(self.left(), 0)
        process.communicate(timeout=30)
        done.unlink()

    def test_when_the_guard_is_killed(self):
        for many, seconds in ((FEWER, SOON), (MANY, 30)):
            self.check_killed(lambda guard, controller: (guard, controller), many, seconds)

    def test_when_the_controller_is_killed(self):
        for many, seconds in ((FEWER, SOON), (MANY, 30)):
            self.check_killed(lambda guard, controller: (controller, guard), many, seconds)


if __name__ == "__main__":
    unittest.main()
