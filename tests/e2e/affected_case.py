"""A project of two programs, for --affected: build/part_test, of src/part.cc, src/more.cc and src/part.h, and build/other_test."""

import pathlib
import shutil
import tempfile

from coverage_case import CoverageCase

PART_H = """#define TWO 2
template <class T>
T twice(T value) {
  return TWO * value;
}
"""

PART = """#include "part.h"
#include "limits.h"
int half(int value) {
  if (value > LIMIT)
    return -1;
  return value / TWO;
}
int fourfold(int value) {
  return twice(twice(value));
}
"""

MORE = """#include "part.h"
int unused(int value) {
  return value;
}
int eightfold(int value) {
  return 4 * twice(value);
}
"""

PART_TEST = """#include <gtest/gtest.h>
#include <cstdlib>
int half(int);
int fourfold(int);
int eightfold(int);
TEST(None, Nothing) { if (std::getenv("FAILS")) std::abort(); }
TEST(Half, Even) { EXPECT_EQ(half(4), 2); }
TEST(Half, Large) { EXPECT_EQ(half(400), -1); }
TEST(Fourfold, One) { EXPECT_EQ(fourfold(1), 4); }
TEST(Eightfold, One) { EXPECT_EQ(eightfold(1), 8); }
"""

OTHER_TEST = """#include <gtest/gtest.h>
TEST(Other, One) {}
"""

PARTS = {f"build/part_test::{each}" for each in ("Half.Even", "Half.Large", "Fourfold.One", "Eightfold.One", "None.Nothing")}
OTHERS = {"build/other_test::Other.One"}
ALL = PARTS | OTHERS
HALVES = {each for each in ALL if "Half" in each}


class AffectedCase(CoverageCase):
    """Compiled once; each test begins with the same files, of the same time."""

    COMPILER = "g++"
    FLAGS = ("--coverage",)

    @classmethod
    def setUpClass(cls):
        cls.build_once()
        kept = tempfile.TemporaryDirectory(prefix="trireme_e2e_")
        cls.addClassCleanup(kept.cleanup)
        cls.pristine = pathlib.Path(kept.name) / "pristine"
        shutil.copytree(cls.shared, cls.pristine)

    def setUp(self):
        super().setUp()
        shutil.rmtree(self.cwd)
        shutil.copytree(self.pristine, self.cwd)

    def build_small(self):
        for name, text in (("limits.h", "#define LIMIT 100\n"), ("part.h", PART_H), ("part.cc", PART), ("more.cc", MORE),
                           ("part_test.cc", PART_TEST), ("other_test.cc", OTHER_TEST)):  # fmt: skip
            self.source(name, text)
        self.build("part_test.cc", "other_test.cc", "part.cc", "more.cc")
        self.link("other_test", "other_test.cc.o")

    def build(self, *sources, flags=()):
        for each in sources:
            self.compile(each, "-O0", *self.FLAGS, *flags, compiler=self.COMPILER)
        self.link("part_test", *(f"{each}.o" for each in ("part_test.cc", "part.cc", "more.cc")))

    def link(self, name, *objects, flags=()):
        self.link_program(name, *objects, flags=(*self.FLAGS, *flags), compiler=self.COMPILER)

    def change(self, name, old, new):
        path = self.cwd / "src" / name
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, new))

    def measure(self, *options, env=None):
        """A run that makes the map."""
        result = self.run_trireme("--cov=src", "--cov-context=test", "--cov-report=", "--stacks=0", *options, "build", env=env)
        self.assertNotIn("WARNING", result.out)
        return result

    def selected(self, *options):
        result = self.run_trireme("--affected", "--collect-only", "-q", *options, "build")
        self.assertIn(result.code, (0, 4), result.out + result.err)
        return {line for line in result.out.splitlines() if "::" in line}

    def why(self, *options):
        result = self.run_trireme("--affected", "--collect-only", *options, "build")
        return next((line for line in result.out.splitlines() if line.startswith("affected: ")), result.err)
