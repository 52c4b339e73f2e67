#!/usr/bin/env python3
"""What coverage costs (issue 5): of a generated project, what --cov adds to a run, beside gcc's own files, fastcov and gcovr.

A part of ./dev bench; alone: coverage.py --trireme PATH [--rounds N]. The first time the project is built, which takes minutes."""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import capacity
import measure
import report
import targets

HERE = pathlib.Path(__file__).resolve().parent
UNITS, TESTS = 200, 500
PEERS = ("fastcov==1.17", "gcovr==8.8")

UNIT = """#include "project.h"
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>
#include <algorithm>
namespace project {
std::string text_@(int value) {
  std::ostringstream out;
  for (int i = 0; i < value % 5; ++i) out << i << ',';
  return out.str();
}
int count_@(int value) {
  std::map<std::string, int> words;
  std::unordered_map<int, std::vector<std::string>> by_length;
  for (int i = 0; i < value % 7; ++i) {
    const std::string word = text_@(i);
    ++words[word];
    by_length[static_cast<int>(word.size())].push_back(word);
  }
  const auto longest = std::max_element(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first.size() < b.first.size(); });
  return longest == words.end() ? 0 : longest->second + static_cast<int>(by_length.size());
}
int checked_@(int value) {
  try {
    if (value % 3 == 0) throw std::invalid_argument(text_@(value));
    switch (value % 4) {
      case 0: return count_@(value);
      case 1: return -count_@(value);
      default: return largest(std::vector<int>{value, value / 2, 3});
    }
  } catch (const std::invalid_argument& error) {
    return static_cast<int>(std::string(error.what()).size());
  }
}
}  // namespace project
"""
HEADER = """#pragma once
#include <vector>
namespace project {
template <typename T>
T largest(const std::vector<T>& values) {
  T best = values.front();
  for (const T& each : values) {
    if (best < each) best = each;
  }
  return best;
}
"""


CMAKE = """cmake_minimum_required(VERSION 3.25)
project(bench_coverage CXX)
set(CMAKE_CXX_STANDARD 17)
add_compile_options(-O0)
find_package(GTest REQUIRED)
file(GLOB units unit_*.cc)
foreach(kind plain counted)
  add_executable(${kind} tests.cc ${units})
  target_link_libraries(${kind} GTest::gtest_main)
endforeach()
target_compile_options(counted PRIVATE --coverage)
target_link_options(counted PRIVATE --coverage)
"""


def _files():
    names = [f"checked_{unit}" for unit in range(UNITS)]
    tests = [f"TEST(Project, T{test}) {{ EXPECT_LT(project::{names[test % UNITS]}({test}), 1000000); }}" for test in range(TESTS)]
    return {"project.h": HEADER + "".join(f"int {name}(int);\n" for name in names) + "}\n",
            "tests.cc": '#include <gtest/gtest.h>\n#include "project.h"\n' + "\n".join(tests) + "\n",
            "CMakeLists.txt": CMAKE, **{f"unit_{unit}.cc": UNIT.replace("@", str(unit)) for unit in range(UNITS)}}  # fmt: skip


def _do(command, what):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False,
                          env={**os.environ, "CCACHE_DISABLE": "1"})  # fmt: skip
    if done.returncode:
        sys.exit(f"bench: {what}\n{done.stdout}{done.stderr}")


class Project:
    def __init__(self, directory):
        self.source, self.build = pathlib.Path(directory) / "coverage_source", pathlib.Path(directory) / "coverage"
        self.source.mkdir(parents=True, exist_ok=True)
        for name, text in _files().items():
            path = self.source / name
            # A source that is newer than what was made of it would be compiled again.
            if not path.exists() or path.read_text() != text:
                path.write_text(text)
        _do(["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja"], "the project could not be configured")
        _do(["cmake", "--build", self.build], "the project could not be built")
        self.plain, self.counted = self.build / "plain", self.build / "counted"


class Peers:
    """fastcov and gcovr from PyPI; what cannot be had is left out."""

    def __init__(self, directory):
        self._bin = pathlib.Path(directory) / "venv" / "bin"
        if not self._bin.exists():
            subprocess.run([sys.executable, "-m", "venv", self._bin.parent], capture_output=True, check=False)
        subprocess.run([self._bin / "pip", "install", "-q", *PEERS], capture_output=True, check=False)

    def of(self, project, scratch):
        commands = {"fastcov, LCOV": ("fastcov", "-d", project.build, "-j2", "--lcov", "-o", f"{scratch}/fastcov.lcov", "-s", project.source),
                    "gcovr, XML": ("gcovr", "-j2", "-r", project.source, project.build, "--xml", f"{scratch}/gcovr.xml")}
        return {name: [self._bin / program, *arguments] for name, (program, *arguments) in commands.items() if (self._bin / program).exists()}


def _end_of_last_test(log):
    """In seconds since the run's own start, which is later than the process's."""
    return max(each["at"] for each in map(json.loads, log.read_text().splitlines()) if each["type"] == "test_finished")


def measured(trireme, build, scratch, rounds, between):
    """Samples by name; and, of each run with LCOV and XML, the seconds from the end of its last test to its own."""
    project = Project(build)
    run = [trireme, "-n2", "-q"]
    cov = [f"--cov={project.source}", "--cov-report="]
    lcov, xml, html = (f"--cov-report={kind}:{scratch}/{kind}" for kind in ("lcov", "xml", "html"))
    names = subprocess.run([project.plain, "--gtest_list_tests"], capture_output=True, text=True, check=True).stdout.split()
    (scratch / "names").write_text("\n".join(f"Project.{name}" for name in names if name.startswith("T")))
    alone = f"GCOV_PREFIX={scratch}/gcda xargs -a {scratch}/names -P2 -I@ {project.counted} --gtest_filter=@"
    passed = f"{TESTS} passed"
    # For the peers, beside the object files.
    written = measure.Contender("written", [*run, *cov, "--cov-report=gcda", project.counted], passed)
    log, reporting = scratch / "coverage.jsonl", []
    contenders = [
        measure.Contender("isolated", [*run, "--isolation=test", project.plain], passed),
        measure.Contender("isolated, --cov", [*run, "--isolation=test", *cov, project.counted], passed),
        measure.Contender("isolated, --cov, LCOV", [*run, "--isolation=test", *cov, lcov, project.counted], passed),
        measure.Contender("isolated, contexts, LCOV", [*run, *cov, "--cov-context=test", lcov, project.counted], passed),
        measure.Contender("executed, .gcda", ["sh", "-c", alone], "PASSED", every=3),
        measure.Contender("batches", [*run, project.plain], passed),
        measure.Contender("batches, --cov, LCOV and XML", [*run, *cov, lcov, xml, f"--report-log={log}", project.counted], passed,
                          after=lambda run: reporting.append(run.wall - _end_of_last_test(log))),
        measure.Contender("batches, --cov, LCOV, XML and HTML", [*run, *cov, lcov, xml, html, project.counted], passed),
        *(measure.Contender(name, argv, "", every=3) for name, argv in Peers(build).of(project, scratch).items()),
    ]
    for each in (written, *contenders):
        each.argv = list(map(str, each.argv))
    bench = measure.Bench(scratch)
    bench.run(written)
    return bench.rounds(contenders, rounds, between), reporting


def judge(found, samples, reporting):
    wall = {name: each.median() for name, each in samples.items()}
    ratio = wall["isolated, --cov"] / wall["isolated"]
    found.at_most(f"{TESTS} isolated tests with --cov in at most 1.5 times the time", f"{ratio:.2f}x", ratio <= 1.5)
    found.at_least(f"{TESTS} isolated tests with --cov 10 times faster than a process a test that writes .gcda",
                   wall["executed, .gcda"] / wall["isolated, --cov"], 10)
    # The peers find the counts written, so what is left after the last test is told beside it.
    combined = statistics.median(reporting)
    adds = wall["batches, --cov, LCOV and XML"] - wall["batches"]
    for peer, limit in (("fastcov, LCOV", 20), ("gcovr, XML", 60)):
        target = f"all that --cov with LCOV and XML adds, {limit} times faster than {peer}"
        if peer in wall:
            found.at_most(target, f"{wall[peer] / adds:.3g}x ({wall[peer] / combined:.3g}x after the last test)", wall[peer] >= limit * adds)
        else:
            found.not_measured(target, "it could not be installed")
    memory = samples["batches, --cov, LCOV and XML"].spread("memory")[1]
    found.at_most("LCOV and XML in at most 64 MiB", f"{memory:.0f} MiB", memory <= 64)
    contexts = wall["isolated, contexts, LCOV"] - wall["isolated, --cov, LCOV"]
    found.at_most(f"{TESTS} contexts in 0.5 s more", f"{contexts:.2f} s", contexts <= 0.5)
    html = wall["batches, --cov, LCOV, XML and HTML"] - wall["batches, --cov, LCOV and XML"]
    found.at_most("HTML in 0.4 s more", f"{html:.2f} s", html <= 0.4)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trireme", required=True, metavar="PATH", help="a release build of trireme")
    parser.add_argument("--build", default=HERE.parent / "build" / "bench", metavar="DIR", help="where the project is built")
    parser.add_argument("--rounds", default=6, type=int)
    asked = parser.parse_args()
    capacities = []
    with tempfile.TemporaryDirectory(prefix="trireme-bench-") as scratch:
        samples, reporting = measured(os.path.abspath(asked.trireme), os.path.abspath(asked.build), pathlib.Path(scratch),
                                      asked.rounds, lambda: capacities.append(capacity.measure()))  # fmt: skip
    found = targets.Judge(sorted(capacities)[len(capacities) // 2])
    judge(found, samples, reporting)
    print(report.verdicts(found))
    print(report.coverage(samples))


if __name__ == "__main__":
    main()
