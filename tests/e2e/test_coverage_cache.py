"""Where nothing can be kept, those who need it are told."""

import unittest

from coverage_case import CoverageCase

NOWHERE = {"XDG_CACHE_HOME": "/proc"}
WHY = "there is no cache: its directory (below XDG_CACHE_HOME, else ~/.cache) cannot be made, or others may write there"


class CoverageCache(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def warnings(self, *options):
        result = self.run_trireme("--cov=src", *options, "build", env=NOWHERE)
        self.assertEqual(result.code, 0, result.out)
        return [line for line in result.out.splitlines() if line.startswith("WARNING")]

    def test_nothing_to_append_to(self):
        result = self.run_trireme("--cov=src", "--cov-append", "build", env=NOWHERE)
        self.assertEqual((result.code, result.out, result.err), (4, "", f"ERROR: --cov-append: {WHY}\n"))

    def test_nothing_is_kept(self):
        self.assertEqual(self.warnings(), [])
        self.assertEqual(self.warnings("--cov-report="), [f"WARNING: what was counted is not kept for --cov-append: {WHY}"])

    def test_no_map(self):
        self.assertEqual(self.warnings("--cov-context=test"),
                         [f"WARNING: which test runs which line is not kept for --affected and trireme cov who: {WHY}"])  # fmt: skip
        who = self.run_trireme("cov", "who", "src/part.cc:4", env=NOWHERE)
        self.assertEqual((who.code, who.err), (4, f"ERROR: it is not known which tests run which lines: {WHY}\n"))
        affected = self.run_trireme("--affected", "--collect-only", "build", env=NOWHERE)
        self.assertIn(f"affected: everything, since it is not known which test runs what: {WHY}\n", affected.out)


if __name__ == "__main__":
    unittest.main()
