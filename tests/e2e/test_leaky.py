"""Processes left behind are killed, named and charged to whom left them, however they hid; --fail-on-leaky makes that an error."""

import os
import re
import unittest

from agreement import check_agreement
from harness import Case, text_of

LAUNCHERS = ("--launcher=exec", "--launcher=forkserver")
SLEEP = re.compile(r"pid \d+: sleep 300")
OF_TEST = ("leaves_many_ways::LeaveManyWays.twice_forked", "leaves_many_ways::LeaveManyWays.with_the_group")


class Leaky(Case):
    def setUp(self):
        super().setUp()
        self.link("leaves_many_ways", "passes", "hangs")

    def sleepers(self):
        """Those of this test: of the nameless the working directory tells."""
        found = []
        for each in os.listdir("/proc"):
            try:
                if each.isdigit() and os.readlink(f"/proc/{each}/cwd") == str(self.cwd):
                    found.append(each)
            except OSError:
                continue
        return found

    def test_each_test_alone(self):
        for launcher in LAUNCHERS:
            with self.subTest(launcher):
                result = self.run_reported("-n2", launcher, "--isolation=test", "leaves_many_ways")
                self.assertEqual((result.code, set(result.outcomes().values())), (0, {"passed"}), result.out)
                leaky = {text_of(each.get("id", "")): text_of(each["text"]) for each in result.of("leaky")}
                self.assertEqual(set(leaky), {"", *OF_TEST}, result.out)
                for text in leaky.values():
                    self.assertRegex(text, SLEEP)
                self.assertEqual(len(SLEEP.findall(result.out)), 3)
                self.assertIn("6 passed, 3 leaky", result.last_line())
                values = [each.get("value") for each in result.junit.iter("property")]
                self.assertEqual(len([each for each in values if SLEEP.search(each)]), 3)
                self.assertEqual(self.sleepers(), [])
                check_agreement(self, result)

    def test_a_batch_names_the_tests_that_ran_in_the_leftovers_lifetime(self):
        for launcher in LAUNCHERS:
            with self.subTest(launcher):
                result = self.run_reported("-n0", launcher, "--isolation=program", "leaves_many_ways::LeaveManyWays.passes_before",
                                           *OF_TEST[1:], "leaves_many_ways::LeaveManyWays.passes_after")  # fmt: skip
                [leaky] = result.of("leaky")
                self.assertEqual(text_of(leaky["id"]), "leaves_many_ways")
                named = re.findall(r"LeaveManyWays\.(\w+)", text_of(leaky["text"]).split("these tests ran:")[1])
                self.assertEqual([each for each in named if each != "passes_before"], ["with_the_group", "passes_after"])
                check_agreement(self, result)

    def test_it_is_an_error_where_the_user_says_so(self):
        self.config("fail-on-leaky = true\n")
        result = self.run_reported("-n2", "--isolation=test", "leaves_many_ways")
        self.assertEqual((result.code, set(result.outcomes().values())), (1, {"passed"}))
        self.assertEqual({text_of(each["id"]) for each in result.of("process_failed")}, {"the run", *OF_TEST})
        self.assertEqual(len(result.of("leaky")), 0)
        self.assertIn("ERROR " + OF_TEST[0] + " - leaky: left 1 process behind", result.out)
        check_agreement(self, result)
        self.assertEqual(self.run_reported("--fail-on-leaky", "passes").code, 0)

    def test_what_we_ended_ourselves_is_not_leaky(self):
        result = self.run_reported("-n2", "--timeout=0.5", "--stacks=0", "--fail-on-leaky", "hangs::Hang.forever")
        self.assertEqual(result.of("process_failed") + result.of("leaky"), [])


if __name__ == "__main__":
    unittest.main()
