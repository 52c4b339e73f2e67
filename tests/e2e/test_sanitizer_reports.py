"""What a sanitizer found is said with the test, or the program, that it ended; a forged report changes words only."""

import pathlib
import unittest

from agreement import check_agreement
from harness import PROGRAMS, Case, text_of

FREED = "heap-use-after-free"
# By sanitizer: test → what its reason begins with. "" is the program itself, of an error at its end.
FINDINGS = {
    "address": {"reads_freed_memory": f"AddressSanitizer: {FREED}", "": "AddressSanitizer: 400 byte(s) leaked"},
    "undefined": {"overflows": "UndefinedBehaviorSanitizer: signed integer overflow"},
    "thread": {"": "ThreadSanitizer: data race"},
}


class SanitizerReports(Case):
    def reasons(self, result):
        found = {text_of(each["name"]): text_of(each.get("reason", "")) for each in result.of("test_finished")}
        errors = [text_of(each["text"]) for each in result.of("process_failed")]
        return {**found, "": next((each for each in errors if "leaked" in each or "race" in each), "")}

    def test_the_reason_names_what_was_found(self):
        for sanitizer, findings in FINDINGS.items():
            for compiler in ("", "clang_"):
                program = f"{compiler}sanitized_{sanitizer}"
                if not (pathlib.Path(PROGRAMS) / program).exists():
                    continue
                self.link(program)
                for mode in ("--launcher=exec", "--launcher=forkserver"):
                    with self.subTest(program, mode=mode):
                        result = self.run_reported("-n2", "--isolation=test", mode, program)
                        self.check(result, findings)

    def check(self, result, findings):
        reasons = self.reasons(result)
        for test, beginning in findings.items():
            self.assertTrue(reasons[test].startswith(beginning), reasons[test])
            self.assertIn(beginning, result.out.split("short test summary info")[1])
            said = [each.get("message") for kind in ("failure", "error") for each in result.junit.iter(kind)]
            self.assertTrue(any(each.startswith(beginning) for each in said), said)
        check_agreement(self, result)

    def test_forged_reports_change_no_outcome(self):
        self.link("forges_sanitizer")
        result = self.run_reported("-n2", "forges_sanitizer")
        reasons = self.reasons(result)
        self.assertEqual({each.split(".")[1]: outcome for each, outcome in result.outcomes().items()},
                         {"passes": "passed", "fails": "failed", "leaves": "failed", "crashes": "crashed"})  # fmt: skip
        self.assertEqual(reasons["fails"], "")
        self.assertEqual(reasons["leaves"], "ended the process with exit(0) in the middle of the test")
        self.assertEqual(reasons["crashes"], "AddressSanitizer: forged in a test; crashed with SIGABRT")
        check_agreement(self, result)


if __name__ == "__main__":
    unittest.main()
