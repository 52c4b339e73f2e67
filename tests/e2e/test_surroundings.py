"""What a test gets: the caller's directory, stdin /dev/null, Trireme's variables, none that steer GoogleTest."""

import os
import signal
import subprocess
import unittest

from agreement import check_agreement
from harness import TRIREME, Case


class Surroundings(Case):
    def setUp(self):
        super().setUp()
        self.link("checks_surroundings", "disabled")

    def test_the_program_that_checks_is_content(self):
        own = {"CALLERS_DIRECTORY": str(self.cwd), "TEST_TMPDIR": "${TRIREME_TMPDIR}"}
        steering = {"GTEST_FAIL_FAST": "1", "GTEST_FILTER": "-*", "TESTBRIDGE_TEST_ONLY": "nothing", "XML_OUTPUT_FILE": "/tmp/x"}
        result = self.run_reported("-n2", "checks_surroundings", env={**own, **steering})
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
        self.assertEqual(len(result.outcomes()), 6)
        for name in steering:
            self.assertIn(name, result.out, "the header says what was removed")
        check_agreement(self, result)

    def test_a_parent_that_ignores_the_ends_of_children_changes_nothing(self):
        self.config("[[test]]\nmatch = '*'\nenv = { TEST_TMPDIR = '${TRIREME_TMPDIR}' }\n")
        for launcher in ("auto", "exec"):
            process = self.start("-n2", f"--launcher={launcher}", "checks_surroundings", env={"CALLERS_DIRECTORY": str(self.cwd)},
                                 preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))  # fmt: skip
            self.addCleanup(process.kill)
            said, _ = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 0, said)

    def test_arguments_after_the_dashes_reach_the_program(self):
        result = self.run_reported("disabled", "--", "--gtest_also_run_disabled_tests")
        self.assertEqual(sorted(result.outcomes().values()), ["failed", "failed", "passed"])

    def test_the_repeat_command_repeats_that_test_alone(self):
        self.link("fails")
        command = self.run_reported("-n2", "fails").finished("assert")["repeat_command"]
        path = f"{os.path.dirname(TRIREME)}:{os.environ['PATH']}"
        again = subprocess.run(command, shell=True, cwd=self.cwd, env=self.environment(PATH=path), capture_output=True)
        self.assertIn(b"asserted", again.stdout)
        self.assertIn(b"= 1 failed in", again.stdout)
        self.assertNotIn(b"first complaint", again.stdout)


if __name__ == "__main__":
    unittest.main()
