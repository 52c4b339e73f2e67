"""--affected selects what failed until it passes, and loses nothing in a run that is cut short."""

import unittest

from affected_case import HALVES, OTHERS, PARTS, AffectedCase

FAILS = {"FAILS": "1"}
FAILING = {"build/part_test::None.Nothing"}


class AffectedMemory(AffectedCase):
    def test_what_failed(self):
        self.assertEqual(self.measure(env=FAILS).code, 1)
        self.assertEqual(self.selected(), FAILING)
        self.assertEqual(self.why(), "affected: 1 of 6 tests (1 failed before)")
        self.run_trireme("--affected", "build", env=FAILS)
        self.assertEqual(self.selected(), FAILING)
        self.assertEqual(self.run_trireme("--affected", "build").code, 0)
        self.assertEqual(self.selected(), set())
        # Also without coverage, and when it was not that which had changed.
        self.change("part.h", "TWO 2", "TWO 3")
        self.assertEqual(self.run_trireme("--affected", "build", env=FAILS).code, 1)
        self.change("part.h", "TWO 3", "TWO 2")
        self.assertEqual(self.selected(), FAILING)

    def test_a_test_that_is_new(self):
        self.measure("-k", "not Half")
        self.assertEqual(self.selected(), HALVES)
        self.assertEqual(self.why(), "affected: 2 of 6 tests (2 not in the map)")
        self.measure("-k", "Half")
        self.assertEqual(self.selected(), set())

    def test_a_run_that_is_cut_short(self):
        self.measure()
        self.change("part.h", "TWO 2", "TWO (2)")
        self.build("part.cc", "more.cc")
        stopped = self.measure("--affected", "-x", "-n0", env=FAILS)
        self.assertIn("1 failed", stopped.last_line())
        self.assertIn("4 not run", stopped.last_line())
        self.assertEqual(self.selected(), PARTS)
        self.assertIn("build/part_test::Half.Even", self.run_trireme("cov", "who", "src/part.cc:6").out)
        self.assertEqual(self.measure("--affected").code, 0)
        self.assertEqual(self.selected(), set())

    def test_a_program_that_is_gone(self):
        self.measure()
        other = self.cwd / "build" / "other_test"
        other.rename(self.cwd / "other_test")
        self.measure("--affected-ignore=*")
        (self.cwd / "other_test").rename(other)
        self.assertEqual(self.selected(), OTHERS)


if __name__ == "__main__":
    unittest.main()
