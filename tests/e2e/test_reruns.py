"""--reruns: a failed test runs again, alone in a fresh process, and is flaky when it passes then."""

import signal
import time
import unittest

from agreement import check_agreement
from harness import Case, all_text_of, read_log, text_of, wait_until

LAUNCHERS = ("exec", "forkserver")


class Reruns(Case):
    def setUp(self):
        super().setUp()
        self.link("flaky", "fails", "hangs", "passes")
        self.state_number = 0

    def fresh_state(self):
        self.state_number += 1
        state = self.directory / f"state{self.state_number}"
        state.mkdir()
        return {"STATE": str(state)}

    def check(self, *args):
        result = self.run_reported("--stacks=0", "--timeout=2", *args, env=self.fresh_state())
        check_agreement(self, result)
        return result, {name.removeprefix("flaky::"): outcome for name, outcome in result.outcomes().items()}

    def attempts(self, result, ending):
        return [event for event in result.of("test_rerun") if text_of(event["id"]).endswith(ending)]

    def test_every_way_to_fail_is_tried_again(self):
        for launcher in LAUNCHERS:
            for isolation in ("auto", "suite", "test"):
                with self.subTest(launcher=launcher, isolation=isolation):
                    result, outcomes = self.check("-n2", "--reruns=1", f"--launcher={launcher}", f"--isolation={isolation}", "flaky")
                    set_ups = [outcomes.pop(name) for name in sorted(outcomes) if "SetUp" in name]
                    self.assertIn("flaky", set_ups)
                    self.assertLessEqual(set(set_ups), {"flaky", "passed"})
                    self.assertEqual(outcomes, {
                        "Flaky.before": "passed", "Flaky.fails_once": "flaky", "Flaky.fails_twice": "failed",
                        "Flaky.fails_always": "failed", "Flaky.crashes_once": "flaky", "Flaky.exits_once": "flaky",
                        "Flaky.hangs_once": "flaky", "Flaky.fails_then_skips": "failed", "Flaky.after": "passed",
                    })  # fmt: skip
                    self.assertIn("skipped at attempt 2 of 2", result.finished("fails_then_skips")["reason"])
                    self.assertEqual(result.of("process_failed"), [], "the set-ups passed in the end")
                    self.assertEqual(result.code, 1)

    def test_each_attempt_is_kept_and_shown(self):
        result, outcomes = self.check("-n0", "--reruns=3", "flaky::Flaky.fails_twice", "flaky::Flaky.crashes_once")
        self.assertEqual(set(outcomes.values()), {"flaky"})
        self.assertEqual(result.code, 0)
        for number in (1, 2):
            self.assertIn(f"flaky::Flaky.fails_twice, attempt {number} of 4", result.out)
            self.assertIn(f"attempt number {number}", result.out)
            self.assertIn(f"attempt number {number}", all_text_of(self.attempts(result, "fails_twice")[number - 1]))
        self.assertEqual(result.finished("fails_twice")["reason"], "passed at attempt 3 of 4")
        self.assertIn("2 flaky", result.last_line())
        texts = ["".join(each.itertext()) for each in result.junit.iter("flakyFailure")]
        self.assertEqual(len([each for each in texts if "attempt number" in each]), 2, texts)

    def test_each_attempt_has_a_process_of_its_own(self):
        result, _ = self.check("-n0", "--reruns=2", "--isolation=suite", "flaky")
        attempts = self.attempts(result, "fails_always") + [result.finished("fails_always")]
        self.assertEqual([each["place"] for each in attempts[1:]], [1, 1])
        self.assertEqual(len({each["process"] for each in attempts}), 3)

    def test_one_letter_and_one_line_in_the_summary(self):
        result = self.run_trireme("-n0", "--reruns=1", "flaky::Flaky.before", "flaky::Flaky.fails_once", env=self.fresh_state())
        self.assertRegex(result.out, r"(?m)^R +\[100%\]$")
        self.assertIn("FLAKY flaky::Flaky.fails_once - passed at attempt 2 of 2\n", result.out)
        self.assertEqual(result.code, 0)

    def test_flaky_may_fail_the_run_and_its_replay(self):
        result, outcomes = self.check("-n0", "--reruns=1", "--fail-on-flaky", "flaky::Flaky.fails_once")
        self.assertEqual((result.code, outcomes), (1, {"Flaky.fails_once": "flaky"}))
        self.assertEqual(self.run_trireme("replay", result.log_path).code, 1)

    def test_only_failures_that_match(self):
        result, outcomes = self.check("-n2", "--reruns=1", "--only-rerun=SIG[ST]", "--only-rerun=^nothing", "flaky::Flaky")
        self.assertEqual({name for name, outcome in outcomes.items() if outcome == "flaky"}, {"Flaky.crashes_once"})
        result, outcomes = self.check("-n2", "--reruns=2", "--only-rerun=attempt number 1", "flaky::Flaky.fails_twice")
        self.assertEqual(len(result.of("test_rerun")), 1, "the second failure does not match")
        self.assertEqual(outcomes, {"Flaky.fails_twice": "failed"})
        self.assertEqual(self.run_trireme("--only-rerun=(", "passes").code, 4)

    def test_a_pattern_has_its_own_number(self):
        self.config('reruns = 1\n[[test]]\nmatch = "*::*twice"\nreruns = 2\n[[test]]\nmatch = "*::*always"\nreruns = 0\n')
        result, outcomes = self.check("-n2", "flaky::Flaky")
        self.assertEqual(outcomes["Flaky.fails_twice"], "flaky")
        self.assertEqual(outcomes["Flaky.fails_once"], "flaky")
        self.assertEqual(self.attempts(result, "fails_always"), [])

    def test_under_each_and_no(self):
        ids = ("flaky::Flaky.before", "flaky::Flaky.fails_once")
        _, outcomes = self.check("--dist=no", "--reruns=1", *ids)
        self.assertEqual(outcomes, {"Flaky.before": "passed", "Flaky.fails_once": "flaky"})
        result, outcomes = self.check("--dist=each", "-n2", "--reruns=1", *ids)
        self.assertEqual(sorted(outcomes.values()), ["flaky", "passed", "passed", "passed"])
        for event in result.of("test_rerun"):
            self.assertTrue(event["id"].endswith("@" + event["worker"]))

    def test_only_final_failures_count_for_x(self):
        result, outcomes = self.check("-n0", "-x", "--reruns=1", "--isolation=test", "flaky::Flaky")
        self.assertEqual((outcomes["Flaky.fails_once"], outcomes["Flaky.after"]), ("flaky", "not run"), result.out)
        self.assertEqual(list(outcomes.values()).count("failed"), 1)
        self.assertEqual(result.code, 1)

    def test_a_delay_holds_nobody_up(self):
        result, outcomes = self.check("-n1", "--reruns=1", "--reruns-delay=3", "--isolation=test", "flaky::Flaky.fails_once",
                                      "passes")  # fmt: skip
        self.assertEqual(outcomes["Flaky.fails_once"], "flaky")
        at = {text_of(event["id"]): event["at"] for event in result.of("test_finished")}
        failed = self.attempts(result, "fails_once")[0]["at"]
        self.assertGreaterEqual(at["flaky::Flaky.fails_once"], failed + 3)
        self.assertLess(max(at["passes::Pass.one"], at["passes::Pass.two"]), failed + 3)

    def test_a_signal_in_the_delay_lets_the_failure_stand(self):
        process = self.start("-n2", "--reruns=1", "--reruns-delay=60", f"--report-log={self.log}", "flaky::Flaky.fails_once",
                             "passes", env=self.fresh_state())  # fmt: skip
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(lambda: self.log.exists() and self.log.read_bytes().count(b"test_finished") == 2))
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 2, out)
        finished = {event["id"]: event for event in read_log(self.log) if event["type"] == "test_finished"}
        self.assertEqual(len(finished), 3)
        self.assertEqual(finished["flaky::Flaky.fails_once"]["outcome"], "failed")
        self.assertIn("the first time", all_text_of(finished["flaky::Flaky.fails_once"]))
        self.assertEqual(finished["flaky::Flaky.fails_once"]["reason"], "not run again")


if __name__ == "__main__":
    unittest.main()
