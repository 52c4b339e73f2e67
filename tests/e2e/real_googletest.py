"""GoogleTest's own tests (Debian package googletest), built beside PROGRAMS, where they stay. That takes minutes the first time, so ctest
has it done beside tests that wait."""

import json
import os
import pathlib
import subprocess

from harness import PROGRAMS

SOURCE = "/usr/src/googletest"
BUILD = pathlib.Path(PROGRAMS).parent / "real_googletest"
FLAGS = ("-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS=-O0 -g0 -w", "-Dgtest_build_tests=ON", "-Dgmock_build_tests=ON")
# They call RUN_ALL_TESTS() several times, or never, or want arguments of their own: no test programs in our sense.
# Some check afterwards that all their tests have run: they cannot be asked for a list, or for some of their tests.
SPECIAL = {"gtest_repeat_test", "gtest_throw_on_failure_ex_test", "gtest_no_test_unittest", "gtest_environment_test",
           "gmock_stress_test", "gtest_stress_test", "googletest-listener-test", "gtest-unittest-api_test"}  # fmt: skip


def build():
    """The paths of the test programs that are C++ alone."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(["cmake", "-S", SOURCE, "-B", BUILD, "-G", "Ninja", *FLAGS], stderr=subprocess.DEVNULL, **quiet)
    names = [name for name in tests_of_build() if name not in SPECIAL]
    subprocess.run(["nice", "-n19", "cmake", "--build", BUILD, "--parallel", str(os.cpu_count()), "--target", *names], **quiet)
    commands = tests_of_build()
    return [commands[name] for name in names]


def tests_of_build():
    """By name the program of each test, "" while it is not built; those in Python left out."""
    listing = subprocess.run(["ctest", "--show-only=json-v1"], cwd=BUILD, check=True, capture_output=True).stdout
    commands = {test["name"]: test.get("command", [""]) for test in json.loads(listing)["tests"]}
    return {name: command[0] for name, command in commands.items() if "python" not in command[0]}


if __name__ == "__main__":
    build()
