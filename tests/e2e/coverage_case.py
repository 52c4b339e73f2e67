"""Programs built for coverage in the test's own directory."""

import os
import pathlib
import subprocess
import sys
import tempfile

from harness import Case

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "coverage"
sys.path.insert(0, str(FIXTURES))
CLANG_FLAGS = ("-fprofile-instr-generate", "-fcoverage-mapping")


class CoverageCase(Case):
    """In cwd: src/ with copies of fixtures, and build/ in which they are compiled."""

    @classmethod
    def build_once(cls):
        """build_small() for tests that only run it."""
        kept = tempfile.TemporaryDirectory(prefix="trireme_e2e_")
        cls.addClassCleanup(kept.cleanup)
        builder = cls()
        builder.cwd = cls.shared = pathlib.Path(kept.name)
        builder.build_small()

    shared = None

    def setUp(self):
        super().setUp()
        if self.shared:
            self.cwd = self.shared

    def source(self, name, text=None):
        path = self.cwd / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((FIXTURES / name).read_text() if text is None else text)
        return path

    def compile(self, name, *flags, compiler="g++"):
        target = self.cwd / "build" / f"{name}.o"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.do(compiler, "-std=c++17", "-w", *flags, "-c", f"../src/{name}", "-o", target.name)
        return target.name

    def link_program(self, name, *objects, flags=("--coverage",), compiler="g++"):
        self.do(compiler, *flags, *objects, "-o", name, "-lgtest", "-lgtest_main", "-pthread")

    def do(self, *command):
        done = subprocess.run(list(map(str, command)), cwd=self.cwd / "build", capture_output=True, text=True, check=False,
                              env={**os.environ, "CCACHE_DISABLE": "1"})  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)

    def build_small(self, *flags):
        """One unit and one test of it, which does not cover all."""
        self.source("part.cc", PART)
        self.source("part_test.cc", PART_TEST)
        objects = [self.compile(each, "-O0", "--coverage", *flags) for each in ("part.cc", "part_test.cc")]
        self.link_program("part_test", *objects)

    def table(self, result):
        """The lines of the table by name, their cells."""
        rows = {}
        for line in result.out.splitlines():
            cells = line.split(None, 5)
            if len(cells) > 3 and (cells[0].startswith("src/") or cells[0] == "TOTAL"):
                rows[cells[0]] = cells[1:]
        return rows


PART = """int half(int value) {
  if (value % 2 != 0)
    return -1;
  return value / 2;
}
int crash() {
  int* nowhere = nullptr;
  return *nowhere;
}
int never(int value) {
  return value;
}
"""

PART_TEST = """#include <gtest/gtest.h>
#include <cstdlib>
#include <ctime>
#include <unistd.h>
int half(int);
int crash();
TEST(Half, Even) { EXPECT_EQ(half(4), 2); }
TEST(Half, Twice) { EXPECT_EQ(half(8), 4); }
TEST(Wrong, DISABLED_Fails) { FAIL(); }
TEST(Wrong, DISABLED_Crashes) { half(3); crash(); }
"""
