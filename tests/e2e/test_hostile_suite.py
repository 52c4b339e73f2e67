"""Every hostile program under every isolation and as master: the model's outcomes, and all reports agree."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "programs"))
from agreement import check_agreement
from harness import Case, SideBySide, all_text_of, text_of
from model import MODEL

MODES = [("-n2",), ("-n2", "--isolation=batch"), ("-n2", "--isolation=suite"), ("-n2", "--isolation=test"), ("-n0",)]
RUNS = [name for name, expected in MODEL.items() if not expected.collection_error]
NO_STREAM_FORGED = {"forges_stream"}  # Whether the forger is heard as a second channel depends on the mode.


def error_ids(result, name):
    ids = {text_of(event["id"]) for event in result.of("process_failed")}
    return {each.removeprefix(name).removeprefix("::") for each in ids}


class HostileSuite(Case):
    def check(self, name, mode):
        expected = MODEL[name]
        result = self.run_reported("--stacks=0", *mode, *expected.options, name)
        wanted = {f"{name}::{test}": outcome for test, outcome in expected.tests.items()}
        self.assertEqual(result.outcomes(), wanted, result.out)
        if name not in NO_STREAM_FORGED:
            self.assertEqual(error_ids(result, name), expected.errors, result.out)
            self.assertEqual(result.code, expected.exit_code(), result.out)
        for test, text in expected.says.items():
            self.assertIn(text, all_text_of(result.finished(f"::{test}")))
        check_agreement(self, result)

    def test_refused_programs_are_collection_errors_and_others_run(self):
        refused = {name: each.collection_error for name, each in MODEL.items() if each.collection_error}
        self.link("passes", *refused)
        result = self.run_reported("-n2", "--continue-on-collection-errors", "passes", *refused)
        self.assertEqual(set(result.outcomes().values()), {"passed"})
        told = {text_of(event["path"]).split("::")[0]: text_of(event["text"]) for event in result.of("collection_failed")}
        self.assertEqual(set(told), set(refused))
        for name, text in refused.items():
            self.assertIn(text, told[name])
        check_agreement(self, result)
        self.assertEqual(self.run_reported("passes", "duplicate_names").code, 2)


def case_of(name, mode):
    def test(self):
        self.link(name)
        self.check(name, mode)

    return test


for mode in MODES:
    for name in RUNS:
        setattr(HostileSuite, f"test_{name}_" + "_".join(mode).replace("-", "").replace("=", "_"), case_of(name, mode))

if __name__ == "__main__":
    unittest.main(testRunner=SideBySide)
