"""A hang outside tests has the tests' timeout, and is charged like a crash there."""

import unittest

from agreement import check_agreement
from harness import Case, text_of

LAUNCHERS = ("--launcher=exec", "--launcher=forkserver")
TESTS = ("HangBefore.one", "HangOutside.one", "HangOutside.two")
PASS = dict.fromkeys(TESTS, "passed")
NONE = dict.fromkeys(TESTS, "error")
# By place: outcomes, the id of the error, what it says.
PLACES = {
    "main": (NONE, "", "timed out after 0.5 s without running its tests"),
    "environment_set_up": (NONE, "", "timed out after 0.5 s, outside any suite"),
    "environment_tear_down": (PASS, "", "timed out after 0.5 s, outside any suite"),
    "suite_set_up": ({**NONE, "HangBefore.one": "passed"}, "::HangOutside", "timed out after 0.5 s, in the suite's set-up"),
    "suite_tear_down": (PASS, "::HangOutside", "timed out after 0.5 s, after tests of the suite"),
    "exit": (PASS, "", "did not end within 0.5 s after its last test had finished"),
}


class HangsOutside(Case):
    def check(self, place, launcher):
        outcomes, where, text = PLACES[place]
        result = self.run_reported("-n0", "--isolation=program", launcher, "--timeout=0.5", "--stacks=1", "hangs_outside",
                                   env={"HANG_IN": place})  # fmt: skip
        self.assertEqual({name.split("::")[1]: outcome for name, outcome in result.outcomes().items()}, outcomes, result.out)
        [error] = result.of("process_failed")
        self.assertEqual(text_of(error["id"]), "hangs_outside" + where)
        self.assertEqual(text_of(error["text"]), text)
        self.assertEqual(result.code, 1)
        check_agreement(self, result)

    def test_has_the_timeout_and_its_own_error(self):
        self.link("hangs_outside")
        for launcher in LAUNCHERS:
            for place in PLACES:
                with self.subTest(place, launcher=launcher):
                    self.check(place, launcher)


if __name__ == "__main__":
    unittest.main()
