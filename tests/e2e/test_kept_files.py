"""What a failed test left in TRIREME_TMPDIR stays, for the last three runs; of others nothing."""

import pathlib
import unittest

from harness import Case


class KeptFiles(Case):
    def run_in_own_tmp(self, *args):
        return self.run_reported("-n2", "--isolation=test", *args, env={"TMPDIR": str(self.directory)})

    def files(self):
        return sorted(each for each in self.directory.glob("trireme-of-*/**/of_*"))

    def test_a_failed_test_keeps_its_files_and_says_where(self):
        self.link("leaves_files")
        result = self.run_in_own_tmp("leaves_files")
        kept = result.finished("fails")["kept_directory"]
        self.assertEqual(self.files(), [pathlib.Path(kept) / "of_fails"])
        self.assertIn(f"kept: {kept}\n", result.out)

    def test_the_last_three_runs_stay(self):
        self.link("leaves_files")
        runs = [self.run_in_own_tmp("leaves_files").finished("fails")["kept_directory"] for _ in range(5)]
        self.assertEqual([pathlib.Path(each).exists() for each in runs[-3:]], [True] * 3)
        self.assertFalse(pathlib.Path(runs[0]).exists())

    def test_a_run_without_failures_leaves_nothing(self):
        self.link("leaves_files", "passes")
        self.run_in_own_tmp("leaves_files::LeaveFile.passes", "passes")
        self.assertEqual(list(self.directory.glob("trireme-of-*/*")), [])


if __name__ == "__main__":
    unittest.main()
