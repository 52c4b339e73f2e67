"""A program whose file changes during the run is not run any more: its remaining tests are errors, however it is started."""

import pathlib
import shutil
import unittest

from agreement import check_agreement
from harness import PROGRAMS, Case


class Rebuilt(Case):
    def run_with(self, launcher, way, *args):
        (self.cwd / "program").unlink(missing_ok=True)
        (self.cwd / "program.link").unlink(missing_ok=True)
        shutil.copy2(pathlib.Path(PROGRAMS) / "rebuilds_itself", self.cwd / "program")
        result = self.run_reported("-n1", f"--launcher={launcher}", *args, "program", env={"REBUILD": way})
        check_agreement(self, result)
        return result

    def check(self, way, outcome, *args):
        for launcher in ("exec", "forkserver", "auto"):
            with self.subTest(launcher=launcher, way=way):
                result = self.run_with(launcher, way, *args)
                outcomes = {test: result.finished(f".{test}")["outcome"] for test in ("first", "second", "third")}
                self.assertEqual(outcomes, {"first": "passed", "second": outcome, "third": outcome}, result.out)
                if outcome == "error":
                    reason = f"rebuilt during the run: {self.cwd}/program is not the file that was listed"
                    self.assertEqual(result.finished(".third")["reason"], reason)

    def test_remaining_tests_are_errors(self):
        for way in ("replaces", "replaces_by_same", "removes", "touches"):
            self.check(way, "error", "--isolation=test")

    def test_another_link_to_it_makes_no_other_program(self):
        self.check("links", "passed", "--isolation=test")

    def test_what_already_runs_goes_on(self):
        self.check("removes", "passed", "--isolation=suite")


if __name__ == "__main__":
    unittest.main()
