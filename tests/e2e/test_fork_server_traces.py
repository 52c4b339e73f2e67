"""A forked test process cannot tell that it was not executed: all that it sees of itself is the same, line by line."""

import re
import unittest

from harness import Case

# Different in each process, however it is started.
VARYING = [(re.compile(r"trireme-of-\d+/run-\w+/(messages-)?\d+"), "DIRECTORY"), (re.compile(r"127\.0\.0\.1:\d+"), "PORT"), (re.compile(r"TESTRUNUID=\w+"), "TESTRUNUID="),
           (re.compile(r"pipe:\[\d+\]"), "pipe"), (re.compile(r"shown-\w+"), "SHOWN"), (re.compile(r"(NSp?g?id:\s+)\d+"), r"\1N")]  # fmt: skip


class Traces(Case):
    def shown(self, program, launcher, *args, **variables):
        shown = self.directory / f"shown-{launcher}"
        result = self.run_reported("-n1", f"--launcher={launcher}", *args, program, env={"SHOWN_IN": str(shown), **variables})
        self.assertEqual(result.outcomes(), {f"{program}::Shows.itself": "passed"}, result.out)
        self.assertNotIn("executed for each process", result.out)
        text = shown.read_text()
        for pattern, replacement in VARYING:
            text = pattern.sub(replacement, text)
        return text.splitlines()

    def setUp(self):
        super().setUp()
        self.link("shows_itself", "changes_itself")

    def check(self, program, *args, **variables):
        executed = self.shown(program, "exec", *args, **variables)
        self.assertGreater(len(executed), 100)
        self.assertEqual(self.shown(program, "forkserver", *args, **variables), executed)
        self.assertEqual(self.shown(program, "forkserver", *args, **variables), executed, "the listing is cached")

    def test_of_a_plain_program_there_are_none(self):
        self.check("shows_itself", LANG="C.UTF-8", ODD="a b=c", EMPTY="")

    def test_the_callers_preloads_are_given_back(self):
        self.check("shows_itself", LD_PRELOAD="libm.so.6:libdl.so.2", AFTER="it")
        self.check("shows_itself", LD_PRELOAD="", LAST="1")

    def test_what_a_program_changes_before_main_is_kept(self):
        self.check("changes_itself", LANG="C.UTF-8", HOME="/somewhere")


if __name__ == "__main__":
    unittest.main()
