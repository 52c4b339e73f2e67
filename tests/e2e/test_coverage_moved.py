"""A build tree that has been moved: what its programs count has the old paths."""

import unittest

from coverage_case import CoverageCase


class CoverageMoved(CoverageCase):
    def test_is_as_it_was(self):
        self.build_small()
        before = self.table(self.run_trireme("--cov=src", "build"))
        (self.cwd / "build" / "CMakeCache.txt").write_text("")
        (self.cwd / "build").rename(self.cwd / "moved")
        for options in ((), ("--launcher=exec",), ("--cov-append", "-k", "Even")):
            result = self.run_trireme("--cov=src", *options, "moved")
            self.assertEqual(self.table(result), before, result.out)
            self.assertNotIn("WARNING", result.out)


if __name__ == "__main__":
    unittest.main()
