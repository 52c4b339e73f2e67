#!/usr/bin/env python3
"""./dev bench: Trireme, ctest, gtest-parallel and the bare binary, side by side. Writes bench/results/MACHINE.md."""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import capacity
import coverage
import databases
import example
import machine
import measure
import memory
import report
import targets
from contenders import K_WORKERS, Contenders

HERE = pathlib.Path(__file__).resolve().parent
SMALL, LARGE, UNEVEN = 2000, 20000, 60
BINARIES = 20
ISOLATED = {"trivial_2000": "a small binary", "linked": "a binary that links 30 shared libraries"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trireme", required=True, metavar="PATH", help="a release build of trireme")
    parser.add_argument("--results", default=HERE / "results", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--build", default=HERE.parent / "build" / "bench", metavar="DIR", help="where suites are built")
    parser.add_argument("--gtest-parallel", default=shutil.which("gtest-parallel"), metavar="PATH",
                        help="the script from github.com/google/gtest-parallel; left out if it is not found")
    depth = parser.add_mutually_exclusive_group()
    depth.add_argument("--quick", action="store_true", help="few rounds, about four minutes once all is built")
    depth.add_argument("--full", action="store_true", help=f"also {LARGE} tests under ctest (minutes)")
    return parser.parse_args()


def build(directory):
    for command in (["cmake", "-S", HERE, "-B", directory], ["cmake", "--build", directory, "--parallel"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"bench: the suites could not be built\n{done.stdout}{done.stderr}")


class Session:
    def __init__(self, asked, scratch):
        self._asked = asked
        self._scratch = scratch
        gtest_parallel = asked.gtest_parallel and os.path.abspath(asked.gtest_parallel)
        self._of = Contenders(os.path.abspath(asked.trireme), asked.build, scratch, gtest_parallel)
        self._bench = measure.Bench(scratch)
        self.capacities = []

    def _rounds(self, contenders, quick, usual):
        count = quick if self._asked.quick else usual
        return self._bench.rounds(contenders, count, lambda: self.capacities.append(capacity.measure()))

    def small(self):
        name = f"trivial_{SMALL}"
        slow = 3 if self._asked.quick else 5
        return self._rounds([self._of.whole(name, SMALL), self._of.trireme(name, SMALL, "trireme cold", cold=True),
                             self._of.trireme(name, SMALL, "trireme warm"), self._of.ctest(name, SMALL, slow),
                             *self._of.gtest_parallel(name, SMALL, slow)], 3, 15)

    def large(self):
        name = f"trivial_{LARGE}"
        contenders = [self._of.whole(name, LARGE), self._of.trireme(name, LARGE),
                      self._of.trireme_with_reports(name, LARGE)]
        if self._asked.full:
            contenders.append(self._of.ctest(name, LARGE, 100))
        return self._rounds(contenders, 3, 11)

    def uneven(self):
        return self._rounds([self._of.whole("uneven", UNEVEN), self._of.trireme("uneven", UNEVEN),
                             self._of.ctest("uneven", UNEVEN)], 1, 3)

    def isolated(self, suite):
        slow = 3 if self._asked.quick else 2
        return self._rounds([self._of.isolated(suite, SMALL, "auto"), self._of.isolated(suite, SMALL, "exec"),
                             *self._of.bare(suite, SMALL), self._of.ctest(suite, SMALL, slow)], 1, 5)

    def many_binaries(self):
        return self._rounds([self._of.trireme("small", SMALL, "trireme cold", cold=True),
                             self._of.ctest("whole", BINARIES, name="ctest, a process a binary"), self._of.ctest("small", SMALL, 3)], 1, 9)

    def memory(self, suite):
        contender = self._of.isolated(suite, SMALL, "auto")
        return memory.measure(contender.argv, self._of.binary(suite), self._bench.environment)

    def databases(self):
        program = os.path.join(self._asked.build, "database")
        return databases.measure(os.path.abspath(self._asked.trireme), os.path.abspath(program), self._scratch, 1 if self._asked.quick else 5)

    def example(self):
        return example.measured(os.path.abspath(self._asked.trireme), 1 if self._asked.quick else 5,
                                lambda: self.capacities.append(capacity.measure()))  # fmt: skip

    def coverage(self):
        scratch = pathlib.Path(self._scratch)
        return coverage.measured(os.path.abspath(self._asked.trireme), os.path.abspath(self._asked.build), scratch,
                                 1 if self._asked.quick else 6, lambda: self.capacities.append(capacity.measure()))  # fmt: skip

    def version(self):
        return self._bench.rounds(self._of.version(), 40)

    def ideal(self):
        """Of the uneven suite: max(longest test, total / workers), as its own report tells."""
        path = os.path.join(self._scratch, "uneven.json")
        subprocess.run([self._of.binary("uneven"), f"--gtest_output=json:{path}"], stdout=subprocess.DEVNULL, check=True)
        suites = json.loads(pathlib.Path(path).read_text())["testsuites"]
        lengths = [float(test["time"].rstrip("s")) for suite in suites for test in suite["testsuite"]]
        return max(max(lengths), sum(lengths) / K_WORKERS)


def judge(found, small, large, uneven, ideal, version):
    cold = small["trireme cold"].median()
    for peer in ("ctest", "gtest-parallel"):
        target = f"{SMALL} tests, 100 times faster than {peer}"
        if peer in small:
            found.at_least(target, small[peer].median() / cold, 100)
        else:
            found.not_measured(target, f"{peer} was not found")
    found.within(f"{SMALL} tests within 50 ms of the whole binary, listing included", cold - small["whole"].median(), 0.05)
    for name, limit in (("trireme", 10), ("trireme -v + JUnit + log", 20)):
        own = large[name].median("own_cpu") * 1e6 / LARGE
        found.at_most(f"{LARGE} tests, {name}: own CPU at most {limit} µs a test", f"{own:.1f} µs", own <= limit)
    over = uneven["trireme"].median() / ideal - 1
    found.at_most(f"uneven suite within 15 % of max(longest, total / workers) = {ideal:.2f} s",
                  f"{uneven['trireme'].median():.2f} s, {over * 100:+.1f} %", over <= 0.15)
    start = version["trireme --version"].median()
    found.at_most("trireme --version under 5 ms", f"{start * 1e3:.2f} ms", start < 0.005)


def judge_isolation(found, by_suite, many):
    for suite, limit in (("trivial_2000", 2), ("linked", 5)):
        names = ("trireme, by auto", "trireme, by exec", "ctest", "bare fork", "bare exec")
        auto, executed, ctest, bare_fork, bare_exec = (by_suite[suite][name].median() for name in names)
        found.at_least(f"{suite}: a process a test {limit} times faster than by exec", executed / auto, limit, bare_exec / bare_fork)
        found.at_least(f"{suite}: a process a test 2.5 times faster than ctest -j2", ctest / auto, 2.5, ctest / bare_fork)
    for name in ("ctest", "ctest, a process a binary"):
        target = f"{BINARIES} binaries, cold, no slower than {name.replace('ctest', 'ctest -j2')}"
        found.at_least(target, many[name].median() / many["trireme cold"].median(), 1)


def main():
    asked = arguments()
    build(asked.build)
    with tempfile.TemporaryDirectory(prefix="trireme-bench-") as scratch:
        session = Session(asked, scratch)
        small, large, uneven = session.small(), session.large(), session.uneven()
        version, ideal = session.version(), session.ideal()
        isolated = {suite: session.isolated(suite) for suite in ISOLATED}
        with_databases, of_example = (session.databases(), session.example()) if databases.available() else (None, None)
        covered, reporting = session.coverage()
        many, used = session.many_binaries(), {suite: session.memory(suite) for suite in ISOLATED}
    found = targets.Judge(sorted(session.capacities)[len(session.capacities) // 2])
    judge(found, small, large, uneven, ideal, version)
    judge_isolation(found, isolated, many)
    coverage.judge(found, covered, reporting)
    example_table = ""
    if with_databases:
        databases.judge(found, with_databases)
        example_table = report.example(example.judge(found, of_example))
    else:
        found.not_measured("databases", "there is no PostgreSQL")
    text = "\n".join([report.head(machine.facts(asked.trireme), session.capacities), report.verdicts(found),
                      report.comparison(f"{SMALL} trivial tests", small, SMALL),
                      report.comparison(f"{LARGE} trivial tests", large, LARGE),
                      report.comparison(f"Uneven: {UNEVEN} sleeping tests, ideal {ideal:.2f} s", uneven, UNEVEN),
                      *(report.comparison(f"{SMALL} processes for {SMALL} tests of {what}", isolated[suite], SMALL)
                        for suite, what in ISOLATED.items()),
                      report.comparison(f"{SMALL} tests in {BINARIES} binaries", many, SMALL), report.coverage(covered), example_table, report.memory(used),
                      report.version(version), report.NOTES])
    asked.results.mkdir(parents=True, exist_ok=True)
    path = asked.results / f"{machine.slug()}.md"
    path.write_text(text)
    print(text)
    print(f"written to {path}")


if __name__ == "__main__":
    main()
