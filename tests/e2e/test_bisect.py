"""trireme bisect: which of the tests that ran before a failing one make it fail."""

import re
import shlex
import signal
import unittest

from harness import Case

POLLUTE = {"POLLUTE": "1"}
FOUND, FAILS_ALONE, INTERRUPTED, USAGE, NOT_AGAIN = 0, 1, 2, 4, 5


class Bisect(Case):
    def setUp(self):
        super().setUp()
        self.link("pollutes")
        self.log = self.directory / "run.jsonl"

    def record(self, *args, env=POLLUTE):
        return self.run_trireme("-n0", "--isolation=program", f"--report-log={self.log}", *args, env=env)

    def bisect(self, test, *args, env=POLLUTE):
        return self.run_trireme("bisect", test, f"--report-log={self.log}", *args, env=env)

    def culprits(self, result):
        return re.findall(r"(?m)^  (.*)$", result.out)

    def repeat(self, result):
        return shlex.split(re.search(r"(?m)^repeat: trireme (.*)$", result.out)[1])

    def test_finds_one_among_many(self):
        self.record("pollutes")
        for launcher in ("exec", "forkserver"):
            with self.subTest(launcher):
                result = self.bisect("pollutes::Of/Far.victim_of_left/0", f"--launcher={launcher}")
                self.assertEqual((result.code, result.err), (FOUND, ""), result.out)
                self.assertEqual(self.culprits(result), ["pollutes::Polluter.left"])

    def test_finds_all_that_are_needed_together(self):
        self.record("--confirm-failures", "pollutes")
        result = self.bisect("pollutes::Victim.of_both")
        self.assertEqual(result.code, FOUND, result.out)
        self.assertEqual(self.culprits(result), ["pollutes::Polluter.left", "pollutes::Polluter.right"])
        self.assertIn("none of which can be left out", result.out)

    def test_crashes_and_set_ups_are_failures_too(self):
        self.record("pollutes")
        result = self.bisect("pollutes::Of/Far.crashes_after_right/0")
        self.assertEqual((result.code, self.culprits(result)), (FOUND, ["pollutes::Polluter.right"]), result.out)
        result = self.bisect("pollutes::SetUpVictim.two")
        self.assertEqual((result.code, self.culprits(result)), (FOUND, ["pollutes::Polluter.left"]), result.out)

    def test_its_command_repeats_the_failure(self):
        self.record("pollutes")
        repeat = self.repeat(self.bisect("pollutes::Victim.of_both"))
        result = self.run_trireme("-v", *repeat, env=POLLUTE)
        self.assertRegex(result.out, r"FAILED pollutes::Victim\.of_both")
        self.assertIn("1 failed, 2 passed", result.last_line())

    def test_the_report_of_the_run_names_the_command(self):
        run = self.record("--confirm-failures", "pollutes")
        command = next(each for each in re.findall(r"(?m)^find out: trireme (.*)$", run.out) if "Victim.of_left" in each)
        result = self.run_trireme(*shlex.split(command), env=POLLUTE)
        self.assertEqual((result.code, self.culprits(result)), (FOUND, ["pollutes::Polluter.left"]), result.out)

    def test_the_log_may_be_of_many_workers(self):
        self.record("--dist=each", "-n2", "pollutes")
        for name in ("pollutes::Victim.of_left@gw1", "pollutes::Victim.of_left"):
            result = self.bisect(name)
            self.assertEqual((result.code, self.culprits(result)), (FOUND, ["pollutes::Polluter.left"]), result.out)

    def test_nobody_else_is_to_blame(self):
        self.record("pollutes")
        result = self.bisect("pollutes::Last.fails_anyway")
        self.assertEqual((result.code, self.culprits(result)), (FAILS_ALONE, []))
        self.assertIn("It fails alone", result.out)

    def test_it_does_not_fail_again(self):
        self.record("pollutes")
        result = self.bisect("pollutes::Victim.of_left", env={})
        self.assertEqual((result.code, self.culprits(result)), (NOT_AGAIN, []))
        self.assertIn("does not fail again", result.out)

    def test_options_that_select_or_stop_do_not_matter(self):
        self.record("pollutes")
        self.config('exitfirst = true\nmaxfail = 1\nsession-timeout = 0.000001\nreruns = 2\nconfirm-failures = true\nisolation = "test"\n'
                    'dist = "each"\nnumprocesses = 3\n[[test]]\nmatch = "*"\nreruns = 1\n')  # fmt: skip
        result = self.bisect("pollutes::Victim.of_left")
        self.assertEqual((result.code, self.culprits(result)), (FOUND, ["pollutes::Polluter.left"]), result.out + result.err)

    def test_the_log_is_only_read(self):
        self.record("pollutes")
        before = self.log.read_bytes()
        self.config(f'report-log = "{self.log}"\n')
        result = self.run_trireme("bisect", "pollutes::Victim.of_left", env=POLLUTE)
        self.assertEqual(result.code, FOUND, result.err)
        self.assertEqual(self.log.read_bytes(), before)

    def test_a_signal_ends_it(self):
        self.link("hangs")
        self.record("--timeout=1", "hangs::Hang.before", "hangs::Hang.forever")
        process = self.start("bisect", "hangs::Hang.forever", f"--report-log={self.log}")
        self.addCleanup(process.kill)
        self.assertIn(b"bisecting", process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out, err), (INTERRUPTED, b"interrupted\n", b""))

    def test_what_cannot_be_searched_is_said(self):
        self.record("pollutes")
        for args, text in (
            (("pollutes::Victim.of_nobody", f"--report-log={self.log}"), "has no test pollutes::Victim.of_nobody"),
            (("pollutes::Victim.passes", f"--report-log={self.log}"), "did not fail"),
            (("pollutes::Victim.of_left",), "--report-log"),
            ((f"--report-log={self.log}",), "one node id"),
            (("pollutes::Victim.of_left", "--report-log=nowhere"), "nowhere"),
            (("pollutes::Victim.of_left", f"--report-log={self.log}", "-n2"), "-n2"),
        ):  # fmt: skip
            result = self.run_trireme("bisect", *args, env=POLLUTE)
            self.assertEqual((result.code, result.out), (USAGE, ""), args)
            self.assertIn(text, result.err)

    def test_tests_that_are_no_more(self):
        self.record("pollutes")
        self.link("passes")
        (self.cwd / "pollutes").unlink()
        (self.cwd / "passes").rename(self.cwd / "pollutes")
        result = self.bisect("pollutes::Victim.of_left")
        self.assertEqual(result.code, USAGE, result.out)
        self.assertIn("pollutes", result.err)


if __name__ == "__main__":
    unittest.main()
