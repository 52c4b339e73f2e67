#!/usr/bin/env python3
"""Projects of others, whose sources come from PyPI, and the example, built for coverage: every line, hit and branch is gcov's.

Read: the report of a run is what `gcov --json-format` says of its sums, with -n4, --isolation=test, crashes and forks.
Counted: those sums are what gcc's runtime adds up when each test is executed alone. What runs before main is counted by that for
each process and by us for each fork server, one a worker, so it is measured and taken out. Tests whose own counts depend on time
are not compared so.

real_projects.py --trireme PATH [--build DIR] [NAME…]"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

from against_gcov import differences, gcov_lines, lcov_lines

HERE = pathlib.Path(__file__).resolve().parent
OURS = HERE.parent.parent
EXAMPLE = "learn_greek"
MISBEHAVE = {"MISBEHAVE": "1"}
WORKERS = 4
TOGETHER = (f"-n{WORKERS}",)
ISOLATED = (*TOGETHER, "--isolation=test")
MODES = {"in batches": (TOGETHER, {}), "a process a test": (ISOLATED, {}), "crashes and forks in batches": (TOGETHER, MISBEHAVE),
         "crashes and forks, a process a test": (ISOLATED, MISBEHAVE)}  # fmt: skip


@dataclasses.dataclass
class Project:
    package: str
    version: str
    sources: tuple
    flags: tuple
    use: str  # C++ for use_project()
    without: tuple = ()
    top: str = "."
    timed: str = "Nothing"  # suite

    def paths(self, source):
        found = sorted({path for pattern in self.sources for path in source.glob(pattern)})
        return [path for path in found if not any(path.match(pattern) for pattern in self.without)]


PROJECTS = {
    "ninja": Project("ninja", "1.13.2", ("src/*.cc",), ("-O2", "-Isrc"), """#include "util.h"
void use_project() {
  std::string path = "a/./b/../c";
  uint64_t bits;
  CanonicalizePath(&path, &bits);
}""", ("*win32*.cc", "minidump*", "includes_normalize*", "msvc_*", "*_perftest.cc", "*.in.cc", "ninja.cc", "browse.cc", "status_test.cc", "hash_collision_bench.cc"),
                     "ninja-upstream", "SubprocessTest"),
    "jsonnet": Project("jsonnet", "0.22.0", ("core/*.cpp", "third_party/md5/*.cpp", "third_party/rapidyaml/*.cpp"),
                       ("-O0", "-Iinclude", "-Ithird_party/md5", "-Ithird_party/json", "-Ithird_party/rapidyaml"), """extern "C" {
#include "libjsonnet.h"
}
void use_project() {
  int error = 0;
  JsonnetVm* vm = jsonnet_make();
  jsonnet_realloc(vm, jsonnet_evaluate_snippet(vm, "name", "{ a: [1, 2] } + { b: self.a }", &error), 0);
  jsonnet_destroy(vm);
}"""),
}  # fmt: skip


def do(*command, **more):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **more)
    if done.returncode:
        sys.exit(f"real_projects: {' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def fetched(project, directory):
    source = directory / f"{project.package}-{project.version}"
    if not source.exists():
        do(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", project.package, "-d", directory,
           f"{project.package}=={project.version}")  # fmt: skip
        with tarfile.open(next(directory.glob(f"{project.package}-*.tar.gz"))) as archive:
            archive.extractall(directory)
    return source / project.top


def prepared(name, project, source):
    """What is compiled of it but not there, or not in C++."""
    if name == "jsonnet":
        text = (source / "stdlib/std.jsonnet").read_bytes() + b"\0"
        (source / "core/std.jsonnet.h").write_text(",".join(map(str, text)))
    use = source.parent / "use" / "use.cc"
    use.parent.mkdir(exist_ok=True)
    if not use.exists():
        use.write_text(project.use + "\n")
    return [*project.paths(source), use, HERE / "misbehave.cc"]


def built(name, project, source, directory):
    """The path of the test program. Compiled in the sources' directory, as their includes want it."""
    directory.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "CCACHE_DISABLE": "1"}
    compiler = ("g++", "-std=c++17", "-w", "-g", "--coverage", *project.flags)

    def compile(path):
        target = directory / f"{path.stem}.o"
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            do(*compiler, "-c", path, "-o", target, cwd=source, env=environment)
        return target

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(compile, prepared(name, project, source)))
    program = directory / "build" / "tests"
    program.parent.mkdir(exist_ok=True)
    do("g++", "--coverage", *objects, "-o", program, "-lgtest_main", "-lgtest", "-pthread")
    return program


def excluded(path):
    """The numbers of lines that are left out by markers."""
    inside = False
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        inside = (inside or "LCOV_EXCL_START" in line) and "LCOV_EXCL_STOP" not in line
        if inside or "LCOV_EXCL_LINE" in line or "LCOV_EXCL_STOP" in line:
            yield number


class Comparison:
    """Runs are made in `directory`, of `programs`."""

    def __init__(self, trireme, source, notes, directory, programs, scratch):
        self._trireme, self._source, self._directory, self._programs, self._scratch = trireme, source, directory, programs, scratch
        self._notes = sorted(notes)
        self.failed = False

    def read(self, what, options, environment):
        """Compares our report of a run with gcov's of the sums."""
        kept, lcov = self._scratch / "kept", self._scratch / "lcov"
        shutil.rmtree(kept, ignore_errors=True)
        command = [self._trireme, *options, "--stacks=0", f"--cov={self._source}", "--cov-branch=all", f"--cov-report=lcov:{lcov}",
                   f"--cov-report=gcda:{kept}", self._programs]  # fmt: skip
        done = self._do(command, environment)
        if done.returncode not in (0, 1):
            sys.exit(f"real_projects: {' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
        ours = {os.path.relpath(self._directory / name, self._source): lines for name, lines in lcov_lines(lcov).items()}
        self._tell(what + ": " + done.stdout.rstrip().rsplit("\n", 1)[-1].strip("= "), ours, self._gcov(kept))
        return ours

    def count(self, timed):
        """Compares our sums with those of gcc's runtime."""
        tests = [test for test in self._tests() if not test.startswith(timed + ".")]
        ours = self.read("without those whose counts depend on time", (*ISOLATED, "-k", f"not {timed}"), MISBEHAVE)
        before, alone = self._alone(tests[:1], {"BEFORE_MAIN": "1"}, "before"), self._alone(tests, MISBEHAVE, "alone")

        def without_starts(name, number, line):
            counts, starts = line, before.get(name, {}).get(number, (0, [0] * len(line[1])))
            less = len(tests) - WORKERS
            return counts[0] - less * starts[0], [count - less * start for count, start in zip(counts[1], starts[1], strict=True)]

        theirs = {name: {number: without_starts(name, number, line) for number, line in lines.items()} for name, lines in alone.items()}
        self._tell(f"{len(tests)} of these, executed alone", ours, {name: theirs.get(name, {}) for name in ours})

    def _tell(self, what, ours, theirs):
        found = differences(ours, theirs)
        self.failed = self.failed or bool(found)
        branches = sum(len(branches) for lines in ours.values() for _, branches in lines.values())
        print(f"  {what}: {sum(map(len, ours.values()))} lines, {branches} branches, {len(found)} differences", flush=True)
        for each in found[:10]:
            print(f"    {each}")

    def _alone(self, tests, environment, name):
        kept = self._scratch / name
        for test in tests:
            self._do([self._programs, f"--gtest_filter={test}"], {"GCOV_PREFIX": str(kept), "ALONE": "1", **environment})
        return self._gcov(kept)

    def _gcov(self, kept):
        found = gcov_lines(self._notes, str(kept), str(self._source))
        for name, lines in found.items():
            for number in excluded(self._source / name):
                lines.pop(number, None)
        return found

    def _tests(self):
        suite = ""
        for line in self._do([self._programs, "--gtest_list_tests"], {"GCOV_PREFIX": str(self._scratch / "list")}).stdout.splitlines():
            name = line.partition("#")[0].rstrip()
            if name.startswith("  "):
                yield suite + name.strip()
            elif name.endswith("."):
                suite = name

    def _do(self, command, environment):
        whole = {**os.environ, "HOME": str(self._scratch), "XDG_CACHE_HOME": str(self._scratch / "cache"),
                 "SCRATCH": str(self._scratch), **environment}  # fmt: skip
        return subprocess.run(list(map(str, command)), cwd=self._directory, env=whole, capture_output=True, text=True, check=False)


def compare_project(name, trireme, build, scratch):
    """True if something differs."""
    project = PROJECTS[name]
    print(f"{name} {project.version}", flush=True)
    source = fetched(project, build).resolve()
    objects = build / f"{name}_objects"
    program = built(name, project, source, objects)
    comparison = Comparison(trireme, source, objects.glob("*.gcno"), program.parent, program, scratch)
    for mode, how in MODES.items():
        comparison.read(mode, *how)
    comparison.count(project.timed)
    return comparison.failed


def compare_example(name, trireme, build, scratch):
    """Of a copy, beside what it includes: true if something differs."""
    print(name, flush=True)
    for part in ("client", "include", f"examples/{name}"):
        shutil.copytree(OURS / part, build / part, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build"))
    source = build / "examples" / name
    do("cmake", "-G", "Ninja", "-DCMAKE_CXX_FLAGS=-O0 -g --coverage", "-S", source, "-B", source / "build")
    do("cmake", "--build", source / "build", env={**os.environ, "CCACHE_DISABLE": "1"})
    comparison = Comparison(trireme, source, source.glob("build/CMakeFiles/*.dir/**/*.gcno"), source, "build", scratch)
    for mode in (TOGETHER, ISOLATED):
        comparison.read(" ".join(mode), mode, {})
    return comparison.failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trireme", required=True, metavar="PATH")
    parser.add_argument("--build", default=OURS / "build" / "real_projects", type=pathlib.Path, metavar="DIR")
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join([*PROJECTS, EXAMPLE]))
    asked = parser.parse_args()
    asked.build = asked.build.resolve()
    asked.build.mkdir(parents=True, exist_ok=True)
    bad = False
    for name in asked.names or [*PROJECTS, EXAMPLE]:
        compare = compare_example if name == EXAMPLE else compare_project
        with tempfile.TemporaryDirectory(prefix="trireme_projects_") as scratch:
            bad = compare(name, os.path.abspath(asked.trireme), asked.build, pathlib.Path(scratch)) or bad
    sys.exit(bad)


if __name__ == "__main__":
    main()
