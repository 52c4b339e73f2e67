"""`serial = true` in trireme.toml: no other test runs meanwhile, as the log tells."""

import signal
import unittest

from agreement import check_agreement
from harness import Case, read_log, text_of, wait_until

RULES = """
[[test]]
match = "*/Alone.*"
marks = ["no_parallel"]
[[test]]
match = "flaky::Flaky.*_once"
marks = ["no_parallel"]
[[test]]
mark = "no_parallel"
serial = true
"""
ENDS = ("test_ended", "test_rerun", "test_finished")


def is_serial(name):
    return "Alone" in name or "_once" in name


def intervals(events):
    """(start, end, id) of each attempt: of a test that a process's end has ended, that is later."""
    found, running = [], {}
    for event in events:
        if event["type"] == "test_started":
            running[text_of(event["id"])] = event["at"]
        elif event["type"] in ENDS and (start := running.pop(text_of(event["id"]), None)) is not None:
            found.append((start, event["at"], text_of(event["id"])))
    return found


class Serial(Case):
    def setUp(self):
        super().setUp()
        self.link("takes_turns", "flaky", "sleeps")
        self.config(RULES)

    def check(self, *args, wanted=12, **kinds):
        result = self.run_reported(*args, **kinds)
        check_agreement(self, result)
        found = intervals(result.events)
        self.assertGreaterEqual(len(found), wanted)
        beside = [(a, b) for a in found for b in found if a < b and a[0] < b[1] and b[0] < a[1]]
        self.assertEqual([pair for pair in beside if any(is_serial(name) for _, _, name in pair)], [])
        return result, beside

    def test_nothing_runs_beside_them(self):
        for parallel, *args in ((True, "--isolation=test"), (True, "--isolation=batch"), (False, "--dist=loadscope"),
                                (False, "--dist=loadfile", "--isolation=suite")):  # fmt: skip
            with self.subTest(args):
                result, beside = self.check("-n3", *args, "takes_turns")
                self.assertEqual((result.code, bool(beside)), (0, parallel), "the others run in parallel where they may")

    def test_each_worker_runs_them_alone(self):
        self.check("-n2", "--dist=each", "takes_turns", wanted=24)

    def test_nor_when_they_or_others_run_again(self):
        state = self.directory / "state"
        state.mkdir()
        result, _ = self.check("-n3", "--isolation=test", "--reruns=2", "--timeout=1", "--stacks=0", "--confirm-failures",
                               "flaky", "takes_turns", env={"STATE": str(state)}, wanted=30)  # fmt: skip
        self.assertEqual(result.outcomes()["flaky::Flaky.hangs_once"], "flaky")

    def test_the_run_can_be_interrupted_meanwhile(self):
        self.config('[[test]]\nmatch = "sleeps::*"\nserial = true\n')
        process = self.start("-n2", *self.reports(), "sleeps", "takes_turns")
        is_running = lambda: b"test_started" in self.log.read_bytes() and any(
            event["type"] == "test_started" and "Sleeps" in text_of(event["id"]) for event in read_log(self.log))  # fmt: skip
        self.assertTrue(wait_until(lambda: self.log.exists() and is_running()))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, 2)
        outcomes = {text_of(each["id"]): each["outcome"] for each in read_log(self.log) if each["type"] == "test_finished"}
        self.assertEqual(outcomes.pop("sleeps::Sleeps.a_second"), "interrupted")
        self.assertEqual(set(outcomes.values()), {"passed"}, "it is the last")


if __name__ == "__main__":
    unittest.main()
