"""--dist: which worker ran what, as the log tells."""

import os
import re
import resource
import unittest
from collections import defaultdict

from agreement import check_agreement
from harness import Case, cgroup_with, is_removed, text_of, wait_until


# By folder below which groups are made (version 2, version 1): the files that limit one to a CPU.
QUOTAS = {"/sys/fs/cgroup": {"cpu.max": "100000 100000"},
          "/sys/fs/cgroup/cpu": {"cpu.cfs_period_us": "100000", "cpu.cfs_quota_us": "100000"}}  # fmt: skip


PROGRAMS = ("suite_set_up_fails", "death_tests", "typed_and_params", "fails", "skips")


class Dist(Case):
    def setUp(self):
        super().setUp()
        self.link("passes", *PROGRAMS)

    def run_dist(self, mode, *args):
        result = self.run_reported(f"--dist={mode}", *args, *PROGRAMS)
        check_agreement(self, result)
        return result

    def workers_by(self, result, *keys):
        workers = defaultdict(set)
        for event in result.of("test_finished"):
            workers[tuple(text_of(event[key]) for key in keys)].add(event["worker"])
        return workers

    def test_loadscope_keeps_a_suite_on_one_worker(self):
        result = self.run_dist("loadscope", "-n3", "--isolation=test")
        for scope, workers in self.workers_by(result, "binary", "suite").items():
            self.assertEqual(len(workers), 1, scope)

    def test_loadfile_keeps_a_source_file_on_one_worker(self):
        result = self.run_dist("loadfile", "-n3", "--isolation=test")
        for scope, workers in self.workers_by(result, "file").items():
            self.assertEqual(len(workers), 1, scope)

    def test_each_runs_every_test_on_every_worker(self):
        result = self.run_reported("--dist=each", "-n3", "passes")
        wanted = {f"passes::Pass.{test}@gw{worker}": "passed" for test in ("one", "two") for worker in range(3)}
        self.assertEqual(result.outcomes(), wanted)

    def test_all_modes_give_the_same_outcomes(self):
        wanted = self.run_dist("load", "-n2").outcomes()
        for mode in ("loadscope", "loadfile", "worksteal", "no"):
            with self.subTest(mode):
                self.assertEqual(self.run_dist(mode, "-n2").outcomes(), wanted)

    def test_workers_have_xdists_names(self):
        for option, names in (("-n0", {"master"}), ("-n2", {"gw0", "gw1"})):
            result = self.run_dist("load", option)
            self.assertLessEqual({event["worker"] for event in result.of("test_finished")}, names)

    def workers(self, process):
        said, _ = process.communicate(timeout=30)
        return int(re.search(r"(\d+) workers? \[", said.decode())[1])

    def test_auto_respects_affinity(self):
        cpu = min(os.sched_getaffinity(0))
        self.assertEqual(self.workers(self.start("fails", preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))), 1)

    def test_auto_respects_the_quota_of_the_cgroup(self):
        group = cgroup_with(QUOTAS)
        if group is None:
            self.skipTest("making a cgroup with a quota is not allowed here")
        self.addCleanup(lambda: self.assertTrue(wait_until(lambda: is_removed(group))))
        into = lambda: (group / "cgroup.procs").write_text(str(os.getpid()))
        self.assertEqual(self.workers(self.start("fails", preexec_fn=into)), 1)

    def test_more_workers_than_files_allow_are_refused_before_tests_are_listed(self):
        self.link("listing_hangs")
        limit = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
        process = self.start("-n4000", "listing_hangs", preexec_fn=limit)
        self.addCleanup(process.kill)
        _, said = process.communicate(timeout=15)
        self.assertEqual((process.returncode, b"not for 4000 workers" in said), (4, True), said)

    def test_maxprocesses_limits_workers(self):
        self.assertIn("1 worker [", self.run_trireme("-n8", "--maxprocesses=1", "fails").out)


if __name__ == "__main__":
    unittest.main()
