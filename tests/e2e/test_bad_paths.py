"""What is wrong with the command line or a path: one sentence that names it, and the right exit code."""

import os
import unittest

from harness import Case


class BadPaths(Case):
    def refused(self, code, *args, naming):
        result = self.run_trireme(*args)
        self.assertEqual(result.code, code, result.out + result.err)
        self.assertIn(naming, result.err if code == 4 else result.out + result.err)
        if code == 4:
            self.assertEqual(len(result.err.strip().splitlines()), 1, result.err)

    def test_a_missing_path(self):
        self.refused(4, "no/such/program", naming="no/such/program")

    def test_a_missing_test_in_a_program(self):
        self.link("passes")
        self.refused(4, "passes::Pass.nine", naming="Pass.nine")

    def test_a_file_that_is_no_test_program(self):
        self.link("not_a_test")
        self.refused(4, "not_a_test", naming="not_a_test")

    def test_a_file_that_cannot_be_run(self):
        (self.cwd / "notes.txt").write_text("hello\n")
        self.refused(4, "notes.txt", naming="notes.txt")

    def test_a_damaged_program(self):
        (self.cwd / "damaged").write_bytes(b"\x7fELF" + os.urandom(100))
        (self.cwd / "damaged").chmod(0o755)
        self.assertIn(self.run_trireme("damaged").code, (2, 4))

    def test_bad_options(self):
        for option in ("--no-such-option", "--dist=nonsense", "--maxfail=many", "-n=-3", "--isolation=none", "--timeout=-1"):
            with self.subTest(option):
                self.refused(4, option, naming=option.split("=")[0].lstrip("-"))

    def test_an_empty_directory_is_5(self):
        (self.cwd / "empty").mkdir()
        self.assertEqual(self.run_trireme("empty").code, 5)

    def test_a_program_whose_listing_crashes_is_2(self):
        self.link("listing_crashes", "passes")
        self.refused(2, "listing_crashes", "passes", naming="SIGABRT")
        result = self.run_reported("--continue-on-collection-errors", "listing_crashes", "passes")
        self.assertEqual((result.code, list(result.outcomes().values())), (1, ["passed", "passed"]))

    def test_a_missing_path_beside_a_good_one_runs_nothing(self):
        self.link("passes")
        result = self.run_reported("passes", "missing")
        self.assertEqual((result.code, result.events), (4, []))

    def test_a_missing_log(self):
        self.refused(4, "replay", "missing.jsonl", naming="missing.jsonl")

    def test_version_and_help(self):
        for option in ("--version", "--help"):
            result = self.run_trireme(option)
            self.assertEqual((result.code, result.err, "rireme" in result.out), (0, "", True))


if __name__ == "__main__":
    unittest.main()
