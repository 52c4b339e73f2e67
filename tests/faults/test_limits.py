"""Nothing more is to be had: a full disk for each report, no descriptors, no processes. What must hold is in trial.py."""

import os
import pathlib
import resource
import shutil
import subprocess
import unittest

from trial import MODEL, NEEDS_PIPE, NO_LEAK_CHECK, PROGRAMS, Trial, expected

NOBODY = 65534
# With 3 the loader cannot load our libraries.
FEWEST = () if NEEDS_PIPE else (4, 5)


class Limits(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.trial = Trial(("passes", "leaves_child"), "-n2", "--isolation=test")
        self.addCleanup(self.trial.close)

    def check(self, **popen):
        self.trial.start(NO_LEAK_CHECK, **popen)
        self.assertEqual(self.trial.check(), [], self.trial.said())

    def test_a_full_disk_for_each_report_is_said_and_the_others_are_whole(self):
        for report in ("log", "junit"):
            with self.subTest(report):
                path = getattr(self.trial, report)
                path.unlink(missing_ok=True)
                path.symlink_to("/dev/full")
                self.trial.start()
                self.assertEqual(self.trial.finish() + self.trial.check_words() + self.trial.check_remains(), [])
                self.assertEqual(self.trial.code, 3)
                self.assertIn("No space left on device", self.trial.said())
                path.unlink()
                self.assertEqual(self.trial.check_reports(), [])

    def test_a_full_standard_output_is_said(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(self.trial.command(), cwd=self.trial.directory / "cwd", env=self.trial.environment(), stdout=full,
                                  stderr=subprocess.PIPE, timeout=60)  # fmt: skip
        self.assertEqual((done.returncode, b"No space left on device" in done.stderr), (3, True), done.stderr)
        self.trial.code = done.returncode
        self.assertEqual(self.trial.check_reports() + self.trial.check_remains(), [])
        self.assertEqual(len([each for each in self.trial.events() if each["type"] == "test_finished"]), len(expected(self.trial.programs)))

    def test_a_disk_that_fills_up_leaves_whole_lines(self):
        out = self.trial.log.parent
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", out], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest(f"mounting is not allowed here: {mounted.stderr.decode().strip()}")
        self.addCleanup(subprocess.run, ["umount", out], check=True)
        (out / "takes_space").write_bytes(b"x" * 4096)
        self.trial.start()
        problems = self.trial.finish() + self.trial.check_words() + self.trial.check_remains()
        (out / "takes_space").unlink()
        self.assertEqual(problems + self.trial.check_reports(), [])
        self.assertEqual(self.trial.code, 3)
        self.assertIn("No space left on device", self.trial.said())

    def test_too_few_descriptors_are_one_sentence(self):
        for number in (*FEWEST, 6, 8, 12, 20, 40, 64, 100, 127):
            with self.subTest(number):
                self.check(preexec_fn=lambda number=number: resource.setrlimit(resource.RLIMIT_NOFILE, (number, number)))
                self.assertEqual(self.trial.code, 4)
                self.assertIn(f"only {number} files may be open", self.trial.said())
                self.assertEqual(len(self.trial.said().strip().splitlines()), 1)

    def test_descriptors_that_were_left_open_are_not_counted(self):
        left = [os.open("/dev/null", os.O_RDONLY) for _ in range(70)]
        self.addCleanup(lambda: [os.close(each) for each in left])
        for number, code in ((133, 4), (134, 0)):
            limit = lambda number=number: resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))
            self.check(preexec_fn=limit, pass_fds=left)
            self.assertEqual(self.trial.code, code, self.trial.said())
            told = f"only {number} files may be open at once, and 70 are left open by what started us"
            self.assertEqual(self.trial.said().count(told), int(code == 4))

    def test_as_few_descriptors_as_are_allowed_are_enough_for_many_programs(self):
        self.trial.programs = tuple(f"passes{number}" for number in range(70))
        for program in self.trial.programs:
            shutil.copy(pathlib.Path(PROGRAMS) / "passes", self.trial.directory / "cwd" / program)
            self.addCleanup(MODEL.pop, program)
            MODEL[program] = MODEL["passes"]
        for workers in ("-n2", "-n8"):
            self.trial.options = (workers,)
            self.check(preexec_fn=with_128_descriptors)
            self.assertEqual(self.trial.code, 0)

    def test_workers_that_need_more_descriptors_are_refused_or_not_started(self):
        self.trial.options = ("-n9",)
        self.check(preexec_fn=with_128_descriptors)
        self.assertEqual(self.trial.code, 4)
        self.assertRegex(self.trial.said(), "^ERROR: only 128 files .* enough for 8 workers, not for 9 workers: .* ulimit -n 141,.*\n$")

    def test_as_few_descriptors_as_are_allowed_are_enough(self):
        self.check(preexec_fn=with_128_descriptors)
        self.assertEqual(self.trial.code, 0)

    def test_without_more_processes_nothing_is_lost(self):
        if os.geteuid() != 0:
            self.skipTest("to be another user, for whom alone processes are counted, takes root")
        for each in (self.trial.directory, *self.trial.directory.iterdir()):
            os.chown(each, NOBODY, NOBODY)
        for number in (0, 1, 2, 3, 4, 6):
            with self.subTest(number):
                self.check(preexec_fn=lambda number=number: become_nobody_with(number))
                for each in (self.trial.log, self.trial.junit):
                    each.unlink(missing_ok=True)


def with_128_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))


def become_nobody_with(processes):
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))


if __name__ == "__main__":
    unittest.main()
