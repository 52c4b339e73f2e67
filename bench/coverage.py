#!/usr/bin/env python3
"""Coverage of a generated project, in one run side by side: trireme's report, fastcov and gcovr (where they are installed:
pip install fastcov gcovr), and what --cov adds to a run. coverage.py --trireme PATH [--units 200] [--tests 500] [--build DIR]"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent

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


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trireme", required=True, metavar="PATH", help="a release build of trireme")
    parser.add_argument("--build", default=HERE.parent / "build" / "bench_coverage", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--units", default=200, type=int)
    parser.add_argument("--tests", default=500, type=int)
    parser.add_argument("--rounds", default=3, type=int)
    return parser.parse_args()


def generate(asked):
    source = asked.build / "src"
    source.mkdir(parents=True, exist_ok=True)
    header = HEADER + "".join(f"int checked_{unit}(int);\n" for unit in range(asked.units)) + "}\n"
    tests = "#include <gtest/gtest.h>\n#include \"project.h\"\n" + "".join(
        f"TEST(Project, T{test}) {{ EXPECT_LT(project::checked_{test % asked.units}({test}), 1000000); }}\n" for test in range(asked.tests))
    files = {"project.h": header, "tests.cc": tests, **{f"unit_{unit}.cc": UNIT.replace("@", str(unit)) for unit in range(asked.units)}}
    files["CMakeLists.txt"] = """cmake_minimum_required(VERSION 3.25)
project(bench_coverage CXX)
set(CMAKE_CXX_STANDARD 17)
add_compile_options(-O0 -g)
find_package(GTest REQUIRED)
file(GLOB units unit_*.cc)
foreach(kind plain counted)
  add_executable(${kind} tests.cc ${units})
  target_link_libraries(${kind} GTest::gtest_main)
  set_target_properties(${kind} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${kind}_program)
endforeach()
target_compile_options(counted PRIVATE --coverage)
target_link_options(counted PRIVATE --coverage)
"""
    for name, text in files.items():
        path = source / name
        # A source that is newer than what was made of it would be compiled again.
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    for command in (["cmake", "-S", source, "-B", asked.build / "out", "-G", "Ninja"], ["cmake", "--build", asked.build / "out"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "CCACHE_DISABLE": "1"})
        if done.returncode:
            sys.exit(f"bench: the project could not be built\n{done.stdout}{done.stderr}")


def measured(command, directory):
    """Seconds by the clock and of CPU, and the most memory of one process, in MiB."""
    started, before = time.monotonic(), os.times()
    process = subprocess.Popen(list(map(str, command)), cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - started, cpu, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main():
    asked = arguments()
    trireme = os.path.abspath(asked.trireme)
    generate(asked)
    out, source = asked.build / "out", asked.build / "src"
    plain, counted = out / "plain_program" / "plain", out / "counted_program" / "counted"
    run = [trireme, "-n2", "-q", "--isolation=test"]
    contenders = {
        "tests, each in a process": [*run, plain],
        "… with --cov and no report": [*run, f"--cov={source}", "--cov-report=", counted],
        "all tests in a batch": [trireme, "-n2", "-q", plain],
        "… with --cov, LCOV": [trireme, "-n2", "-q", f"--cov={source}", "--cov-report=lcov:ours.lcov", counted],
        "… LCOV, XML and HTML": [trireme, "-n2", "-q", f"--cov={source}", "--cov-report=lcov", "--cov-report=xml", "--cov-report=html", counted],
        "… and .gcda files": [trireme, "-n2", "-q", f"--cov={source}", "--cov-report=gcda", counted],
    }
    if fastcov := shutil.which("fastcov"):
        contenders["fastcov, LCOV of these"] = [fastcov, "-d", out, "-j2", "--lcov", "-o", "fastcov.lcov", "-s", source]
    if gcovr := shutil.which("gcovr"):
        contenders["gcovr, XML of these"] = [gcovr, "-j2", "-r", source, out, "--xml", "gcovr.xml"]
    print(f"{'':28}{'wall s':>9}{'CPU s':>9}{'MiB':>8}")
    for name, command in contenders.items():
        rounds = [measured(command, asked.build) for _ in range(asked.rounds)]
        if any(code for *_, code in rounds):
            print(f"{name:28} failed")
            continue
        print(f"{name:28}{min(r[0] for r in rounds):9.2f}{min(r[1] for r in rounds):9.2f}{max(r[2] for r in rounds):8.0f}")


if __name__ == "__main__":
    main()
