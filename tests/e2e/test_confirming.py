"""--confirm-failures: a failure in company is tried alone; what passes there failed because of the others."""

import unittest

from agreement import check_agreement
from harness import Case, all_text_of, text_of

POLLUTE = {"POLLUTE": "1"}
PASS_ALONE = {"Victim.of_left", "Victim.of_both", "Of/Far.crashes_after_right/0", "SetUpVictim.one", "SetUpVictim.two",
              "Of/Far.victim_of_left/0"}  # fmt: skip


class Confirming(Case):
    def setUp(self):
        super().setUp()
        self.link("pollutes", "flaky")

    def check(self, *args, env=POLLUTE):
        result = self.run_reported("-n0", "--isolation=program", "--confirm-failures", *args, env=env)
        check_agreement(self, result)
        return result

    def test_what_only_forking_breaks_is_told(self):
        self.link("remembers_itself")
        for isolation in ("test", "program"):
            with self.subTest(isolation):
                result = self.run_reported("-n0", f"--isolation={isolation}", "--confirm-failures", "remembers_itself")
                check_agreement(self, result)
                self.assertEqual(set(result.outcomes().values()), {"failed"})
                self.assertEqual(result.finished("Itself.is_who_it_was")["reason"],
                                 "passes when its program is executed and not forked (--launcher=exec)")  # fmt: skip
                self.assertNotIn("reason", result.finished("Itself.fails_anyway"))

    def company(self, result):
        return {text_of(each["id"]).removeprefix("pollutes::"): each["ran_before"]
                for each in result.of("test_finished") if "ran_before" in each}  # fmt: skip

    def test_victims_are_told_from_those_that_fail_anyway(self):
        for launcher in ("exec", "forkserver"):
            with self.subTest(launcher):
                result = self.check(f"--launcher={launcher}", "pollutes")
                self.assertEqual(set(self.company(result)), PASS_ALONE)
                outcomes = {name.removeprefix("pollutes::"): outcome for name, outcome in result.outcomes().items()}
                self.assertEqual({name: outcome for name, outcome in outcomes.items() if outcome != "passed"}, {
                    "First.fails_anyway": "failed", "Last.fails_anyway": "failed", "Victim.of_left": "failed",
                    "Victim.of_both": "failed", "Of/Far.crashes_after_right/0": "crashed", "SetUpVictim.one": "error",
                    "SetUpVictim.two": "error", "Of/Far.victim_of_left/0": "failed",
                })  # fmt: skip
                self.assertEqual(result.of("process_failed"), [], "its tests tell of the set-up")
                self.assertEqual(result.code, 1)
                self.assertIn("6 failed (1 crashed, 4 passing alone)", result.last_line())

    def test_the_log_has_all_that_ran_before_and_in_order(self):
        result = self.check("pollutes")
        company = self.company(result)
        self.assertEqual(company["Victim.of_left"], [f"pollutes::{test}" for test in (
            "First.fails_anyway", "Polluter.left", "Polluter.right", "Innocent.one", "Innocent.two")])  # fmt: skip
        last = company["Of/Far.victim_of_left/0"]
        self.assertEqual((len(last), last[-1]), (51, "pollutes::Of/Many.innocents/39"))
        self.assertIn("ran before it in its process, the last 10 of 51:", result.out)
        self.assertIn("pollutes::Of/Many.innocents/39\n", result.out)
        self.assertIn("FAILED pollutes::Victim.of_left - passes alone\n", result.out)

    def test_its_own_failure_is_what_is_told(self):
        result = self.check("pollutes")
        self.assertIn("left was here before", all_text_of(result.finished("SetUpVictim.one")))
        self.assertIn("both were here", all_text_of(result.finished("Victim.of_both")))
        failure = next(each for each in result.junit.iter("testcase") if each.get("name") == "of_both").find("failure")
        self.assertIn("pollutes::Polluter.left\n", failure.text)

    def test_one_that_fails_anyway_has_two_attempts_but_not_the_first_of_an_executed_process(self):
        first = {"exec": [], "forkserver": ["pollutes::First.fails_anyway"]}
        for launcher, more in first.items():
            result = self.check(f"--launcher={launcher}", "pollutes")
            self.assertEqual([event["id"] for event in result.of("test_rerun")], [*more, "pollutes::Last.fails_anyway"])

    def test_a_replay_says_the_same(self):
        log = self.directory / "run.jsonl"
        first = self.run_trireme("-n0", "--isolation=program", "--confirm-failures", f"--report-log={log}", "pollutes", env=POLLUTE)
        again = self.run_trireme("replay", log)
        self.assertEqual((again.code, again.out), (first.code, first.out))

    def test_reruns_do_not_hide_it(self):
        result = self.check("--reruns=2", "--launcher=exec", "pollutes")
        self.assertEqual(set(self.company(result)), PASS_ALONE)
        self.assertEqual([event["most"] for event in result.of("test_rerun")], [3, 3, 4, 4, 4])

    def test_what_fails_alone_too_may_still_be_flaky(self):
        state = self.directory / "state"
        state.mkdir()
        result = self.check("--reruns=1", "flaky::Flaky.before", "flaky::Flaky.fails_twice", env={"STATE": str(state)})
        self.assertEqual(result.finished("fails_twice")["outcome"], "flaky")
        self.assertEqual(result.finished("fails_twice")["reason"], "passed at attempt 3 of 3")

    def test_x_stops_at_the_first_that_is_confirmed(self):
        result = self.check("-x", "pollutes::Polluter", "pollutes::Victim")
        reasons = [result.finished(f"Victim.{each}").get("reason") for each in ("of_left", "of_both")]
        self.assertEqual(reasons, ["passes alone", "not run again"])
        self.assertIn("stopping after 1 failure", result.out)


if __name__ == "__main__":
    unittest.main()
