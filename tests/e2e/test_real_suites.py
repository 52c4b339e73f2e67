"""GoogleTest's own tests: outcome by outcome as each binary reports of itself."""

import os
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from agreement import check_agreement
from harness import Case
from real_googletest import build

# Its tests count what ran before them in the process: compared one by one, each alone.
ORDER_DEPENDENT = {"googletest-param-test-test"}
# The tests of a suite of theirs use the same file in /tmp, and fail when two run at once.
SHARING_FILES = {"googletest-filepath-test", "gtest_unittest"}


def outcome_of(testcase, program_succeeds):
    if testcase.find("failure") is not None:
        return "failed"
    if testcase.get("status") != "run":
        return "skipped"
    # One that a set-up kept from starting reads "completed" or "skipped", whether the set-up failed or skipped.
    if testcase.get("timestamp", "").startswith(("1969-", "1970-")):
        return "skipped" if program_succeeds else "error"
    return "passed" if testcase.get("result") == "completed" else "skipped"


class RealSuites(Case):
    @classmethod
    def setUpClass(cls):
        cls.programs = build()

    def whole(self, program, *args):
        """Has it succeeded, and outcomes by "Suite.Test", as it reports itself."""
        report = self.directory / "own.xml"
        report.unlink(missing_ok=True)
        process = subprocess.run([program, f"--gtest_output=xml:{report}", *args], cwd=self.cwd, stdin=subprocess.DEVNULL,
                                 env=self.environment(), capture_output=True, timeout=120)  # fmt: skip
        own = {}
        for testcase in ElementTree.parse(report).iter("testcase"):
            if testcase.get("name"):  # a failure outside tests has none
                own[f"{testcase.get('classname')}.{testcase.get('name')}"] = outcome_of(testcase, process.returncode == 0)
        return process.returncode == 0, own

    def one_by_one(self, program):
        _, own = self.whole(program)
        alone = [(name, *self.whole(program, f"--gtest_filter={name}")) for name in own]
        succeeded = all(succeeds for name, succeeds, _ in alone if own[name] != "skipped")
        return succeeded, {name: outcomes.get(name, own[name]) for name, _, outcomes in alone}

    def check(self, program, *args, own_way=None):
        succeeds, own = (own_way or self.whole)(program)
        apart = ["--dist=loadscope"] if os.path.basename(program) in SHARING_FILES else []
        result = self.run_reported(*args, *apart, program)
        self.assertEqual(result.outcomes(), {f"{program}::{name}": outcome for name, outcome in own.items()}, result.out)
        self.assertEqual(result.code == 0, succeeds)
        check_agreement(self, result)
        return len(own)

    def test_every_outcome_is_the_programs_own(self):
        self.assertGreater(len(self.programs), 35)
        total = 0
        for program in self.programs:
            name = os.path.basename(program)
            with self.subTest(program=name):
                if name in ORDER_DEPENDENT:
                    total += self.check(program, "-n2", "--isolation=test", own_way=self.one_by_one)
                else:
                    total += self.check(program, "-n2")
        self.assertGreater(total, 1000)

    def test_every_outcome_is_the_same_one_by_one(self):
        for program in self.programs:
            if os.path.basename(program) in ("gtest_skip_test", "gtest_unittest", "gtest-typed-test_test"):
                with self.subTest(program=os.path.basename(program)):
                    self.check(program, "-n2", "--isolation=test")


if __name__ == "__main__":
    unittest.main()
