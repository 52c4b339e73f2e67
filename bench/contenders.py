"""The command lines that are compared."""

import atexit
import pathlib
import shutil
import subprocess
import tempfile

from measure import Contender

K_WORKERS = 2


def _full_names(listed):
    """Of what --gtest_list_tests prints: "Suite." and, indented, its tests."""
    suite = ""
    for line in listed:
        if line.startswith(" "):
            yield suite + line.split()[0]
        else:
            suite = line.split()[0] if line.endswith(".") else suite


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

    def bare(self, suite, tests):
        """No runner at all: a child a test, by fork and by exec, two at a time, with a report in memory that nobody reads."""
        names, reports = self._scratch / f"{suite}.names", tempfile.mkdtemp(dir="/dev/shm", prefix="trireme-bench-")
        atexit.register(shutil.rmtree, reports)
        binary = self.binary(suite)
        listed = subprocess.run([binary, "--gtest_list_tests"], capture_output=True, text=True, check=True).stdout.splitlines()
        names.write_text("".join(f"{name}\n" for name in _full_names(listed)))
        library = self._suites / "libbare.so"
        return [Contender("bare fork", ["env", f"LD_PRELOAD={library}", f"BARE_TESTS={names}", f"BARE_REPORTS={reports}", binary], f"{tests} forked"),
                Contender("bare exec", ["xargs", f"-a{names}", f"-P{K_WORKERS}", "-I@", binary, "--gtest_filter=@", f"--gtest_output=xml:{reports}/@.xml"],
                          "[  PASSED  ] 1 test.")]  # fmt: skip

    def ctest(self, suite, tests, every=1, name="ctest"):
        argv = ["ctest", f"-j{K_WORKERS}", "--test-dir", str(self._suites / suite)]
        return Contender(name, argv, f"100% tests passed, 0 tests failed out of {tests}", every)

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
