"""Where 127.0.0.1 cannot be used, results come when a process ends, and are the same but for blame outside tests."""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "programs"))
from agreement import check_agreement
from harness import Case, text_of
from model import MODEL

NO_NETWORK = ("unshare", "-n") if os.geteuid() == 0 else ("unshare", "-rn")
SAME = ("passes", "fails", "crashes", "exits", "skips", "junk_output", "leaves_child", "death_tests", "odd_names", "typed_and_params",
        "exit_status_after", "static_destructor_crashes", "never_runs", "closes_stdout", "no_printer", "forges_stream")  # fmt: skip
# Nobody says where they were when they crashed: each test is tried alone.
UNHEARD = ("environment_set_up_crashes", "suite_set_up_crashes", "suite_tear_down_crashes")


class WithoutLoopback(Case):
    def setUp(self):
        super().setUp()
        tried = subprocess.run([*NO_NETWORK, "true"], capture_output=True, text=True)
        if tried.returncode != 0:
            self.skipTest(f"a network namespace is not allowed here: {tried.stderr.strip()}")

    def command(self, *args):
        return [*NO_NETWORK, *super().command(*args)]

    def run_program(self, name):
        self.link(name)
        result = self.run_reported("-n2", "--stacks=0", name)
        self.assertEqual(result.code, MODEL[name].exit_code(), result.out)
        check_agreement(self, result)
        return result

    def test_outcomes_are_the_models_without_live_events(self):
        for name in SAME:
            with self.subTest(program=name):
                result = self.run_program(name)
                self.assertEqual(result.outcomes(), {f"{name}::{test}": outcome for test, outcome in MODEL[name].tests.items()}, result.out)
                self.assertEqual({text_of(event["id"]) for event in result.of("process_failed")},
                                 {name + error for error in MODEL[name].errors})  # fmt: skip
                self.assertEqual(result.of("test_started"), [])

    def test_what_crashes_outside_tests_is_no_success(self):
        for name in UNHEARD:
            with self.subTest(program=name):
                self.assertIn("crashed", self.run_program(name).outcomes().values())


if __name__ == "__main__":
    unittest.main()
