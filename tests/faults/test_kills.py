"""Processes are killed at random moments, by seed: those of tests and fork servers, the runner's controller, its guard, both at
once. What must hold is in trial.py.

Alone: SEED=17 python3 test_kills.py does that one."""

import os
import random
import signal
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from trial import NO_LEAK_CHECK, Trial, wait_for

from harness import children, kill_at_once

SEEDS = range(int(os.environ["SEED"]), int(os.environ["SEED"]) + 1) if os.environ.get("SEED") else range(1000)  # half of them of tests and fork servers
PROGRAMS = ("passes", "leaves_child", "pollutes", "exits")
OPTIONS = (("-n2", "--isolation=test"), ("-n2",), ("-n2", "--launcher=exec", "--isolation=suite"), ("-n2", "--reruns=1"))
WINDOW = 0.25  # seconds; a run takes about a tenth of one
SETTLED = 0.3  # seconds until a process that was being started has been, and until fork servers have seen the end of the runner
CLEANED = 4  # seconds, on a busy machine, that the survivor of guard and controller may take


def descendants(pid):
    return [each for child in children(pid) for each in (child, *descendants(child))]


def kill(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


class Victim:
    """Each kills something of a running trial."""

    @staticmethod
    def tests(guard, chance):
        """One after another, some times."""
        for _ in range(chance.randint(1, 4)):
            runner = children(guard)[:1]
            of_tests = descendants(runner[0]) if runner else []
            if of_tests:
                kill(chance.choice(of_tests), signal.SIGKILL)
            time.sleep(chance.uniform(0, 0.03))

    @staticmethod
    def guard(guard, _):
        kill(guard, signal.SIGKILL)

    @staticmethod
    def controller(guard, _):
        for each in children(guard)[:1]:
            kill(each, signal.SIGKILL)

    @staticmethod
    def both(guard, _):
        kill_at_once(guard, *children(guard)[:1])


KINDS = ("tests", "tests", "tests", "guard", "controller", "both")


class Kills(unittest.TestCase):
    maxDiff = None

    def problems_of(self, seed):
        chance = random.Random(seed)
        kind = KINDS[seed % len(KINDS)]
        trial = Trial(PROGRAMS, *chance.choice(OPTIONS))
        try:
            guard = trial.start(NO_LEAK_CHECK).pid
            time.sleep(chance.uniform(0, WINDOW))
            getattr(Victim, kind)(guard, chance)
            problems = trial.check() if kind == "tests" else self.after_runner(trial, kind)
            return [*problems, kind, *trial.options, trial.said()[-2000:]] if problems else []
        finally:
            trial.close()

    def after_runner(self, trial, kind):
        problems = trial.finish()
        if trial.code != -signal.SIGKILL and kind != "controller":
            return problems + trial.check_words() + trial.check_reports() + trial.check_remains()  # was too quick for us
        if kind == "both":
            self.next_run(trial)
        problems += trial.check_reports()
        trial.settle(CLEANED)
        return problems + trial.check_remains()

    def next_run(self, trial):
        time.sleep(SETTLED)
        options = trial.options
        trial.options = ("--collect-only",)
        trial.start()
        wait_for(trial.process.pid, 60)
        trial.options = options
        trial.code = trial.process.returncode = -signal.SIGKILL

    def test_killed_processes_lose_no_test_and_leave_nothing(self):
        with ThreadPoolExecutor(2 * os.cpu_count()) as pool:
            for seed, problems in zip(SEEDS, pool.map(self.problems_of, SEEDS)):
                with self.subTest(seed=seed):
                    self.assertEqual("\n".join(problems), "")


if __name__ == "__main__":
    unittest.main()
