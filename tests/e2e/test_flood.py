"""50 MB of output in bounded memory: of the runner, and of what it writes."""

import os
import unittest

from harness import Case, Result

BOUND = 40 << 10  # KiB


class Flood(Case):
    def test_memory_and_reports_stay_small(self):
        self.link("flood")
        log, junit = self.directory / "log.jsonl", self.directory / "junit.xml"
        with open(self.directory / "out", "wb") as out:
            process = self.start("-v", "-n2", f"--report-log={log}", f"--junitxml={junit}", "flood", stdout=out, stderr=out)
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 1)
        self.assertLess(usage.ru_maxrss, BOUND)
        process.stdout, process.stderr = (self.directory / "out").read_bytes(), b""
        result = Result(process, self.directory)
        self.assertEqual(sorted(result.outcomes().values()), ["failed", "passed", "passed"])
        self.assertGreater(result.finished("prints_50_mb").get("output", {}).get("omitted", 50 << 20), 40 << 20)
        for file in (log, junit, self.directory / "out"):
            self.assertLess(file.stat().st_size, 8 << 20, file.name)


if __name__ == "__main__":
    unittest.main()
