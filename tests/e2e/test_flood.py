"""50 MB of output, or 50,000 failures of a test, in bounded memory: of the runner, and of what it writes. Output that is left out is in
a file."""

import contextlib
import pathlib
import re
import subprocess
import time
import unittest

from agreement import check_agreement
from harness import Case, Result, children, text_of

BOUND = 40 << 10  # KiB
# AddressSanitizer keeps what was freed, 256 MB of it by default. Other builds do not read this.
ENVIRONMENT = {"ASAN_OPTIONS": "quarantine_size_mb=1"}


def largest_so_far(pid):
    """Of a process of the runner, in KiB; 0 = of another, or it has ended. What wait4() tells is the tests' too."""
    try:
        process = pathlib.Path(f"/proc/{pid}")
        lines = (process / "status").read_text().splitlines() if (process / "exe").readlink().name == "trireme" else []
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


class Flood(Case):
    def run_measured(self, *args, **environment):
        with open(self.directory / "out", "wb") as out:
            process = self.start(*self.reports(), *args, stdout=out, stderr=out, env={**ENVIRONMENT, **environment})
            most = 0
            while process.poll() is None:
                most = max([most, *(largest_so_far(each) for each in (process.pid, *children(process.pid)))])
                time.sleep(0.01)
        self.assertEqual(process.returncode, 1)
        self.assertTrue(0 < most < BOUND, most)
        process.stdout, process.stderr = (self.directory / "out").read_bytes(), b""
        for file in (self.log, self.junit, self.directory / "out"):
            self.assertLess(file.stat().st_size, 8 << 20, file.name)
        return Result(process, self.directory)

    def test_memory_and_reports_stay_small(self):
        result = self.run_measured("-n2", "flood")
        self.assertEqual(sorted(result.outcomes().values()), ["failed", "passed", "passed"])
        self.assertGreater(result.finished("prints_50_mb").get("output", {}).get("omitted", 50 << 20), 40 << 20)

    def test_of_many_failures_the_first_and_the_last_are_kept(self):
        self.link("fails_often")
        result = self.run_measured("-n0", "--stacks=1", "fails_often", FAILURES="50000")
        self.assertEqual(list(result.outcomes().values()), ["failed", "crashed", "passed"])
        check_agreement(self, result)
        for test in ("ends", "crashes"):
            messages = [text_of(each["message"]) for each in result.finished("." + test)["failures"]]
            self.assertTrue(messages[0].endswith("50000 to come"), messages[0])
            self.assertTrue(messages[-1].endswith("\n1 to come"), messages[-1])
            line = f"... {50_001 - len(messages)} failures left out ..."
            self.assertIn(line, messages)
            self.assertIn(line, "".join(result.junit.itertext()))
        # What is shown at once comes from the stream, and the report may have it in other words.
        self.assertEqual(len(re.findall(r"^\.\.\. \d+ failures left out \.\.\.$", result.out, re.MULTILINE)), 2)

    def largest_file_before_main(self, process):
        """In bytes: what fork servers that have not come to their main have written."""
        most = 0
        while process.poll() is None:
            for each in map(pathlib.Path, (f"/proc/{pid}/fd/1" for child in children(process.pid) for pid in children(child))):
                with contextlib.suppress(OSError):
                    most = max(most, each.stat().st_size if "trireme-output" in str(each.readlink()) else 0)
            time.sleep(0.005)
        return most

    def test_what_is_written_before_main_is_not_kept_without_an_end(self):
        self.link("before_main")
        process = self.start("-n2", "before_main", stdout=subprocess.DEVNULL, env={"BEFORE_MAIN": "floods"})
        most = self.largest_file_before_main(process)
        process.communicate()
        self.assertEqual(process.returncode, 1)
        self.assertTrue(1 << 20 < most < 500 << 20, most)

    def setUp(self):
        super().setUp()
        self.link("flood")

    def run_flood(self, launcher="--launcher=exec", **environment):
        result = self.run_reported("-n2", "--isolation=test", launcher, "flood", env={"TMPDIR": str(self.directory), **environment})
        self.assertEqual(sorted(result.outcomes().values()), ["failed", "passed", "passed"], result.out)
        check_agreement(self, result)
        return result

    def kept(self):
        return list(self.directory.glob("trireme-of-*/**/output-*"))

    def test_all_output_of_a_test_that_failed_is_in_a_file_that_every_report_names(self):
        for launcher in ("--launcher=exec", "--launcher=forkserver"):
            result = self.run_flood(launcher)
            path = result.finished("and_fails")["output"]["file"]
            self.assertIn(f"bytes left out; all of it: {path} ...", result.out)
            self.assertIn(path, "".join(result.junit.itertext()))
            text = pathlib.Path(path).read_text()
            self.assertTrue(text.startswith("y" * (5 << 20)), "from its beginning")
            self.assertIn("after the flood", text[5 << 20 :])
            self.assertIn(pathlib.Path(path), self.kept())
            self.assertNotIn("file", result.finished("prints_50_mb")["output"])
        self.assertEqual(len(self.kept()), 2, "one a run: of tests that passed nothing is kept")

    def test_old_ones_are_removed(self):
        for _ in range(5):
            self.run_flood()
        self.assertLessEqual(len(self.kept()), 4)

    def test_on_a_full_disk_the_run_goes_on_and_says_so(self):
        process = subprocess.run(["sh", "-c", 'ulimit -f 2000; exec "$@"', "sh", *self.flood_command()], cwd=self.cwd, capture_output=True,
                                 env=self.environment(TMPDIR=str(self.directory)), timeout=120)  # fmt: skip
        result = Result(process, self.directory)
        self.assertEqual(sorted(result.outcomes().values()), ["failed", "passed", "passed"], result.out)
        self.assertIn("bytes left out; not kept: File too large ...", result.out)
        self.assertEqual(self.kept(), [])

    def flood_command(self):
        return self.command("-v", "-n2", f"--report-log={self.log}", "flood")


if __name__ == "__main__":
    unittest.main()
