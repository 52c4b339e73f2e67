"""GoogleTest's own tests (Debian package googletest), built here: outcome by outcome as each binary reports of itself.

The build is kept in REAL_SUITES (default: beside PROGRAMS) and takes some minutes the first time."""

import json
import os
import pathlib
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from agreement import check_agreement
from harness import PROGRAMS, Case

SOURCE = "/usr/src/googletest"
BUILD = pathlib.Path(os.environ.get("REAL_SUITES") or pathlib.Path(PROGRAMS).parent / "real_googletest")
FLAGS = ("-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS=-O0 -g0 -w", "-Dgtest_build_tests=ON", "-Dgmock_build_tests=ON")
# They call RUN_ALL_TESTS() several times, or never, or want arguments of their own: no test programs in our sense.
SPECIAL = {"gtest_repeat_test", "gtest_throw_on_failure_ex_test", "gtest_no_test_unittest", "gtest_environment_test"}


def build():
    """The paths of the test programs that are C++ alone."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(["cmake", "-S", SOURCE, "-B", BUILD, "-G", "Ninja", *FLAGS], stderr=subprocess.DEVNULL, **quiet)
    names = [name for name in tests_of_build() if name not in SPECIAL]
    subprocess.run(["cmake", "--build", BUILD, "--target", *names], **quiet)
    commands = tests_of_build()
    return [commands[name] for name in names]


def tests_of_build():
    """By name the program of each test, "" while it is not built; those in Python left out."""
    listing = subprocess.run(["ctest", "--show-only=json-v1"], cwd=BUILD, check=True, capture_output=True).stdout
    commands = {test["name"]: test.get("command", [""]) for test in json.loads(listing)["tests"]}
    return {name: command[0] for name, command in commands.items() if "python" not in command[0]}


def outcome_of(testcase):
    if testcase.find("failure") is not None:
        return "failed"
    return "passed" if testcase.get("status") == "run" and testcase.get("result") == "completed" else "skipped"


class RealSuites(Case):
    @classmethod
    def setUpClass(cls):
        cls.programs = build()

    def alone(self, program):
        """Its exit status, and outcomes by "Suite.Test", as it reports itself."""
        report = self.directory / "own.xml"
        process = subprocess.run([program, f"--gtest_output=xml:{report}"], cwd=self.cwd, stdin=subprocess.DEVNULL,
                                 env=self.environment(), capture_output=True, timeout=120)  # fmt: skip
        own = {}
        for testcase in ElementTree.parse(report).iter("testcase"):
            own[f"{testcase.get('classname')}.{testcase.get('name')}"] = outcome_of(testcase)
        return process.returncode, own

    def check(self, program, *args):
        status, own = self.alone(program)
        result = self.run_reported(*args, program)
        self.assertEqual(result.outcomes(), {f"{program}::{name}": outcome for name, outcome in own.items()}, result.out)
        self.assertEqual(result.code == 0, status == 0)
        check_agreement(self, result)
        return len(own)

    def test_every_outcome_is_the_programs_own(self):
        self.assertGreater(len(self.programs), 35)
        total = 0
        for program in self.programs:
            with self.subTest(program=os.path.basename(program)):
                total += self.check(program, "-n2")
        self.assertGreater(total, 1000)

    def test_every_outcome_is_the_same_one_by_one(self):
        for program in self.programs:
            if os.path.basename(program) in ("gtest_skip_test", "googletest-param-test-test", "gtest-typed-test_test"):
                with self.subTest(program=os.path.basename(program)):
                    self.check(program, "-n2", "--isolation=test")


if __name__ == "__main__":
    unittest.main()
