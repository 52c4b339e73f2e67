"""JUnit that is valid whatever a test printed, a log that can be replayed, and where reports are written to."""

import os
import pathlib
import stat
import unittest

from harness import Case, read_log, wait_until

ATTEMPTS = ("flakyFailure", "flakyError", "rerunFailure", "rerunError")
ALLOWED = {
    **dict.fromkeys(ATTEMPTS, ({"message", "type"}, {"stackTrace", "system-out", "system-err"})), "stackTrace": (set(), set()),
    "testsuites": ({"name"}, {"testsuite"}),
    "testsuite": ({"name", "errors", "failures", "skipped", "tests", "time", "timestamp", "hostname"}, {"testcase"}),
    "testcase": ({"classname", "name", "time"},
                 {"properties", "failure", "error", "skipped", "system-out", "system-err", *ATTEMPTS}),
    "properties": (set(), {"property"}), "property": ({"name", "value"}, set()),
    "failure": ({"message"}, set()), "error": ({"message"}, set()), "skipped": ({"message", "type"}, set()),
    "system-out": (set(), set()),
}  # fmt: skip


class Reports(Case):
    def setUp(self):
        super().setUp()
        self.link("junk_output", "odd_names", "skips", "properties", "suite_set_up_fails", "passes", "flood", "flaky")

    def test_junit_keeps_to_the_elements_of_xunit2(self):
        programs = ("junk_output", "odd_names", "skips", "properties", "suite_set_up_fails", "flaky")
        result = self.run_reported("-n2", "--reruns=1", "--timeout=2", *programs, env={"STATE": str(self.directory)})
        self.assertLessEqual({"flakyFailure", "flakyError", "rerunFailure"}, {each.tag for each in result.junit.iter()})
        for element in result.junit.iter():
            attributes, children = ALLOWED[element.tag]
            self.assertLessEqual(set(element.keys()), attributes, element.tag)
            self.assertLessEqual({child.tag for child in element}, children, element.tag)
        recorded = {each.get("name"): each.get("value") for each in result.junit.iter("property")}
        self.assertEqual(recorded["answer"], "42")
        self.assertIn("]]>", recorded["nasty"])

    def test_a_replay_says_the_same(self):
        for args in (("-v",), ("-q",), ("-rA", "--durations=3")):
            with self.subTest(args):
                log, state = self.directory / "replayed.jsonl", self.directory / str(args)
                state.mkdir()
                first = self.run_trireme(*args, "-n2", "--reruns=1", "--timeout=2", f"--report-log={log}",
                                         "junk_output", "skips", "suite_set_up_fails", "flaky", env={"STATE": str(state)})  # fmt: skip
                again = self.run_trireme("replay", *args, log)
                self.assertEqual((again.code, again.out), (first.code, first.out))

    def test_a_torn_last_line_is_accepted_and_said(self):
        whole = self.run_reported("-n0", "skips")
        torn = self.directory / "torn.jsonl"
        torn.write_bytes(whole.log_path.read_bytes()[:-20])
        result = self.run_trireme("replay", "-v", torn)
        self.assertEqual(result.code, 2)
        self.assertIn("skips::Skip.in_test", result.out)
        self.assertRegex(result.out + result.err, "in the middle of a line")

    def test_a_log_is_versioned_and_flushed_as_events_occur(self):
        self.link("hangs")
        log = self.directory / "live.jsonl"
        process = self.start("-n1", f"--report-log={log}", "passes", "hangs::Hang.forever")
        self.addCleanup(process.communicate)
        self.addCleanup(process.terminate)
        self.assertTrue(wait_until(lambda: log.exists() and b"Hang.forever" in log.read_bytes()))
        self.assertEqual({event["v"] for event in read_log(log)}, {1})

    def test_devices_and_links_are_written_through(self):
        real = self.directory / "real.xml"
        real.write_text("old")
        link = self.directory / "link.xml"
        link.symlink_to(real)
        self.run_trireme("--junitxml", link, "--report-log=/dev/null", "passes")
        self.assertTrue(link.is_symlink())
        self.assertIn("testsuites", real.read_text())
        self.run_trireme("--junitxml=/dev/null", "passes")
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))

    def test_a_report_that_cannot_be_written_is_3_and_results_are_shown(self):
        for path in ("/dev/full", "/proc/no/such", str(self.directory)):
            for option in ("--junitxml", "--report-log"):
                result = self.run_trireme(f"{option}={path}", "passes")
                self.assertEqual(result.code, 3, option)
                self.assertIn("2 passed", result.out)
                self.assertRegex(result.err, f"^ERROR: cannot write the report {path}: .*\n$")
                self.assertEqual(f"warning: cannot write the report {path}" in result.out, path != "/dev/full")

    def test_nothing_temporary_is_left_beside_a_report(self):
        place = self.directory / "reports"
        place.mkdir()
        self.run_trireme("--junitxml", place / "a.xml", "passes")
        self.assertEqual([each.name for each in pathlib.Path(place).iterdir()], ["a.xml"])


if __name__ == "__main__":
    unittest.main()
