"""Guard and controller are both killed while a program that hangs is asked for its tests: the next run ends it."""

import unittest

from harness import Case, kill_both, processes_with, wait_until


class KilledWhileListing(Case):
    def programs(self):
        found = processes_with(f"HOME={self.directory}")
        return [each for each in found if each[1].split(b"\0")[0].endswith(b"listing_hangs")]

    def test_the_next_run_ends_the_program(self):
        self.link("listing_hangs", "passes")
        tmp = {"TMPDIR": str(self.directory)}
        for launcher in ("exec", "forkserver"):
            guard = self.start(f"--launcher={launcher}", "listing_hangs", env=tmp)
            self.addCleanup(guard.communicate)
            self.addCleanup(guard.kill)
            self.assertTrue(wait_until(self.programs))
            kill_both(guard)
            guard.wait()
            self.assertEqual(self.run_trireme("--collect-only", "passes", env=tmp).code, 0)
            self.assertTrue(wait_until(lambda: not self.programs(), 5), self.programs())
            self.assertEqual(list(self.directory.glob("trireme-of-*/*")), [])


if __name__ == "__main__":
    unittest.main()
