"""While a crashing process stands still for its stack, other things happen: it is always ended, and its stack is not lost for less.
gdb is ours here, so that it takes as long as we want."""

import os
import signal
import time
import unittest

from harness import Case, Result, controller_of, kill_at_once, processes_with, text_of, wait_until

# As gdb is called: … -p PID …
GDB = """#!/bin/sh
while [ "$1" != -p ]; do shift; done
echo called > {called}
{wait}
printf 'Thread 1 (LWP %s):\\n#0  h ()\\n#1  <signal handler called>\\n#2  in_gdb ()\\n' "$2"
"""


class CrashCompany(Case):
    def start_crash(self, wait, *args, test="crashes_in_depth::Crash.in_function"):
        """Until gdb runs."""
        called = self.directory / "called"
        (self.directory / "bin").mkdir(exist_ok=True)
        gdb = self.directory / "bin" / "gdb"
        gdb.write_text(GDB.format(called=called, wait=wait))
        gdb.chmod(0o755)
        called.unlink(missing_ok=True)
        (self.cwd / "crashes_in_depth").unlink(missing_ok=True)
        self.link("crashes_in_depth")
        self.mark = f"E2E_MARK={os.getpid()}.{time.monotonic_ns()}"
        name, value = self.mark.split("=")
        process = self.start("-v", "-n1", f"--report-log={self.log}", *args, test, process_group=0,
                             env={name: value, "TMPDIR": str(self.directory), "PATH": f"{gdb.parent}:{os.environ['PATH']}"})  # fmt: skip
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(called.exists))
        return process

    def processes(self):
        return [each for each in processes_with(self.mark) if each[0] != os.getpid()]

    def finished(self, process):
        process.stdout, process.stderr = process.communicate(timeout=30)
        return Result(process, self.directory).finished("in_function")

    def test_a_run_that_is_killed_leaves_nothing(self):
        for victims in ("guard", "controller", "both"):
            with self.subTest(victims):
                process = self.start_crash("exec sleep 60")
                pids = {"guard": [process.pid], "controller": [controller_of(process)]}
                pids["both"] = pids["guard"] + pids["controller"]
                kill_at_once(*pids[victims])
                process.communicate(timeout=10)
                if victims == "both":
                    self.run_trireme("--collect-only", "crashes_in_depth", env={"TMPDIR": str(self.directory)})
                self.assertTrue(wait_until(lambda: not self.processes(), seconds=2.5), self.processes())

    def test_ctrl_c_does_not_wait_for_gdb(self):
        process = self.start_crash("exec sleep 60")
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.finished(process)["outcome"], "interrupted")
        self.assertLess(time.monotonic() - started, 3)
        self.assertEqual(self.processes(), [])

    def test_ctrl_z_does_not_let_it_go_on(self):
        process = self.start_crash("sleep 1")
        os.killpg(process.pid, signal.SIGTSTP)
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGCONT)
        finished = self.finished(process)
        self.assertEqual(finished["outcome"], "crashed")
        self.assertEqual(text_of(finished["stacks"]), "#0  in_gdb ()\n")

    def test_a_gdb_that_hangs_is_given_up(self):
        finished = self.finished(self.start_crash("exec sleep 60", "--timeout=4"))
        self.assertEqual(text_of(finished["reason"]), "crashed with SIGSEGV")
        self.assertEqual(text_of(finished["stacks"]), "no stacks: gdb took longer than 5 s")
        self.assertLess(finished["duration"], 4, "what gdb takes is not the test's time")


if __name__ == "__main__":
    unittest.main()
