"""Under sanitizers a forked process finds what an executed one finds, at exit too; ThreadSanitizer's programs are executed."""

import pathlib
import re
import unittest

from agreement import check_agreement
from harness import PROGRAMS, Case, all_text_of, text_of

# Of a report: which sanitizer found what.
FOUND = re.compile(r"SUMMARY: (\w+: \S+)|(runtime error: [\w ]+)")
NOTE = "is executed for each process and not forked, because it "
SANITIZERS = ("address", "undefined", "thread")


class Sanitizers(Case):
    def findings(self, result):
        """What was found, by the test or the process that it was found in."""
        events = result.of("test_finished") + result.of("process_failed")
        return sorted((text_of(event["id"]), match.group(0)) for event in events for match in FOUND.finditer(all_text_of(event)))

    def run_with(self, launcher, program):
        result = self.run_reported("-n2", "--isolation=test", f"--launcher={launcher}", program)
        check_agreement(self, result)
        return result

    def check(self, program, sanitizer):
        executed = self.run_with("exec", program)
        forked = self.run_with("forkserver", program)
        self.assertEqual(forked.outcomes(), executed.outcomes())
        self.assertEqual(self.findings(forked), self.findings(executed))
        self.assertEqual(len(forked.of("process_failed")), len(executed.of("process_failed")))
        notes = [text_of(event["text"]).split(NOTE)[1] for event in forked.of("notice")]
        self.assertEqual(notes, ["uses ThreadSanitizer"] if sanitizer == "thread" else [])

    def test_of_gcc_and_clang(self):
        for sanitizer in SANITIZERS:
            for program in (f"sanitized_{sanitizer}", f"clang_sanitized_{sanitizer}"):
                with self.subTest(program):
                    if not (pathlib.Path(PROGRAMS) / program).exists():
                        self.skipTest("clang++ is not installed")
                    self.link(program)
                    self.check(program, sanitizer)

    def test_something_is_found(self):
        wanted = {"address": {"SUMMARY: AddressSanitizer: heap-use-after-free", "SUMMARY: AddressSanitizer: 400"},
                  "undefined": {"runtime error: signed integer overflow"}}  # fmt: skip
        for sanitizer, texts in wanted.items():
            program = f"sanitized_{sanitizer}"
            self.link(program)
            self.assertEqual({text for _, text in self.findings(self.run_with("forkserver", program))}, texts)


if __name__ == "__main__":
    unittest.main()
