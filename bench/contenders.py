"""The command lines that are compared."""

import pathlib
import shutil

from measure import Contender

K_WORKERS = 2


class Contenders:
    def __init__(self, trireme, suites, scratch, gtest_parallel):
        self._trireme = trireme
        self._suites = pathlib.Path(suites)
        self._scratch = pathlib.Path(scratch)
        self._gtest_parallel = gtest_parallel

    def binary(self, suite):
        """Or, for a suite of several, their directory."""
        folder = self._suites / suite
        return str(folder / suite if (folder / suite).exists() else folder)

    def whole(self, suite, tests):
        return Contender("whole", [self.binary(suite)], f"[  PASSED  ] {tests} tests.")

    def trireme(self, suite, tests, name="trireme", options=(), cold=False):
        argv = [self._trireme, "-n", str(K_WORKERS), *options, self.binary(suite)]
        return Contender(name, argv, f"{tests} passed", prepare=self._empty_cache if cold else lambda: None)

    def trireme_with_reports(self, suite, tests):
        reports = ["-v", f"--junitxml={self._scratch}/junit.xml", f"--report-log={self._scratch}/log.jsonl"]
        return self.trireme(suite, tests, "trireme -v + JUnit + log", reports)

    def isolated(self, suite, tests, launcher):
        return self.trireme(suite, tests, f"trireme, by {launcher}", ["--isolation=test", f"--launcher={launcher}"])

    def ctest(self, suite, tests, every=1):
        argv = ["ctest", f"-j{K_WORKERS}", "--test-dir", str(self._suites / suite)]
        return Contender("ctest", argv, f"100% tests passed, 0 tests failed out of {tests}", every)

    def gtest_parallel(self, suite, tests, every=1):
        """A list, empty without gtest-parallel."""
        if not self._gtest_parallel:
            return []
        argv = [self._gtest_parallel, "-w", str(K_WORKERS), "-d", str(self._scratch), self.binary(suite)]
        return [Contender("gtest-parallel", argv, f"[{tests}/{tests}]", every)]

    def version(self):
        return [Contender("trireme --version", [self._trireme, "--version"], "trireme"),
                Contender("true", ["true"], "")]

    def _empty_cache(self):
        shutil.rmtree(self._scratch / "cache", ignore_errors=True)
