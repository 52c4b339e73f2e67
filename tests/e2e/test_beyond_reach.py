"""Nothing waits for a process that another one traces, or that may not be killed."""

import os
import shutil
import subprocess
import sys
import time
import unittest

from agreement import check_agreement
from harness import Case, all_text_of

# Seizes the test process and never waits for it.
TRACER = """import ctypes, glob, sys, time
ptrace = ctypes.CDLL(None).ptrace
ptrace.argtypes = [ctypes.c_long] * 4
def is_wanted(process):
    try:
        arguments = open(process + "/cmdline", "rb").read().split(b"\\0")
        return arguments[0] == sys.argv[1].encode() and any(b"stream_result_to" in each for each in arguments)
    except OSError:
        return False
while not any(is_wanted(each) and ptrace(0x4206, int(each[6:]), 0, 0) == 0 for each in glob.glob("/proc/[0-9]*")):
    time.sleep(0.01)
time.sleep(300)
"""
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

    def test_an_outside_tracer_does_not_hold_the_run(self):
        self.link("sleeps")
        for launcher in ("--launcher=exec", "--launcher=forkserver"):
            with self.subTest(launcher):
                tracer = subprocess.Popen([sys.executable, "-c", TRACER, self.cwd / "sleeps"])
                self.addCleanup(tracer.wait)
                self.addCleanup(tracer.kill)
                result = self.run_reported("-n1", launcher, "--stacks=0", "sleeps", timeout=60)
                tracer.kill()
                check_agreement(self, result)
                self.assertEqual(set(result.outcomes().values()), {"passed"})
                self.assertRegex(all_text_of(result.of("leaky")), rf"pid \d+: has ended, but is traced by pid {tracer.pid}, which keeps it")

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
