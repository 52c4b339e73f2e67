"""Nothing waits for a process that another one traces, or that may not be killed."""

import os
import shutil
import subprocess
import time
import unittest

from harness import Case

DAEMON = """#include <unistd.h>
int main(void) { return setuid(0) == 0 ? (int)sleep(40) : 1; }
"""


class BeyondReach(Case):
    def test_a_tracer_that_never_waits_is_ended(self):
        self.link("traced", "passes")
        for options in (("-n2", "--isolation=test"), ("-n2", "--isolation=test", "--launcher=exec"), ("-n1",)):
            with self.subTest(options=options):
                started = time.monotonic()
                result = self.run_reported(*options, "--stacks=0", "traced", "passes", timeout=60)
                self.assertLess(time.monotonic() - started, 30)
                self.assertEqual(result.outcomes(), {"traced::Traced.passes": "passed", "traced::Traced.exits": "failed",
                                                     "traced::Traced.leaves_one_that_is": "passed", "traced::Traced.after": "passed",
                                                     "passes::Pass.one": "passed", "passes::Pass.two": "passed"})  # fmt: skip
                self.assertIn("LEAKY", result.out)
                self.assertNotIn("could not be killed", result.out)

    @unittest.skipUnless(os.geteuid() == 0, "only root makes programs that are root's")
    def test_what_may_not_be_killed_is_told_and_left(self):
        daemon = self.directory / "daemon"
        subprocess.run(["gcc", "-x", "c", "-o", daemon, "-"], input=DAEMON, text=True, check=True)
        daemon.chmod(0o4755)
        self.link("leaves_setuid")
        self.directory.chmod(0o777)
        self.cwd.chmod(0o777)
        shutil.rmtree(self.directory / "cache", ignore_errors=True)
        started = time.monotonic()
        result = self.run_trireme("-v", "--isolation=test", "leaves_setuid", env={"LEFT": str(daemon)})
        self.addCleanup(subprocess.run, ["pkill", "-f", str(daemon)], check=False)
        self.assertLess(time.monotonic() - started, 20)
        self.assertIn("2 passed, 1 leaky", result.last_line())
        self.assertEqual(result.out.count("could not be killed"), 1)
        self.assertRegex(result.out, rf"left 1 process behind, which could not be killed:\n *pid \d+: {daemon}")

    def command(self, *args):
        whole = super().command(*args)
        is_other = "leaves_setuid" in args
        return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *whole] if is_other else whole


if __name__ == "__main__":
    unittest.main()
