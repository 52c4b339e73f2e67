"""--affected selects what a change may touch: by functions where it can tell, else all."""

import shutil
import unittest

from affected_case import ALL, HALVES, OTHERS, PARTS, AffectedCase


class Affected(AffectedCase):
    def who(self, *places):
        """The tests that trireme cov who names for some lines."""
        answers = [self.run_trireme("cov", "who", place).out for place in places]
        return {line for out in answers for line in out.splitlines() if "::" in line}

    def test_by_functions(self):
        self.assertEqual(self.selected(), ALL)
        self.assertIn("everything, since it is not known which test runs what", self.why())
        self.measure()
        result = self.run_trireme("--affected", "build")
        self.assertEqual((result.code, result.last_line().split(" in ")[0]), (0, "6 deselected"))
        self.assertIn("affected: none of 6 tests", result.out)

        # A body: whom its lines name, and the function below is where it was for them.
        expected = self.who(*(f"src/part.cc:{line}" for line in range(3, 8)))
        self.assertEqual(expected, HALVES)
        self.change("part.cc", "  return value / TWO;", "  int half = value / TWO;\n  return half;")
        self.assertEqual(self.selected(), HALVES)
        warned = self.run_trireme("--affected", "build")
        self.assertIn("warning: what is compiled from src/part.cc was not built again", warned.out)
        self.build("part.cc")
        self.assertEqual(self.selected(), HALVES)
        self.assertEqual(self.why(), "affected: 2 of 6 tests (2 by what has changed)")
        result = self.run_trireme("--affected", "build")
        self.assertIn("2 passed, 4 deselected", result.last_line())

        # What has run is in the map as it is now; the rest as it was.
        self.measure("--affected")
        self.assertEqual(self.selected(), set())
        self.assertEqual(self.who("src/part.cc:7"), {"build/part_test::Half.Even"})
        self.assertEqual(self.who("src/part.cc:10"), {"build/part_test::Fourfold.One"})
        self.change("part.cc", "twice(twice(value))", "2 * twice(value)")
        self.build("part.cc")
        self.assertEqual(self.selected(), {"build/part_test::Fourfold.One"})

        # A template, by whoever runs it; what has changed before still has.
        self.change("part.h", "return TWO * value", "return value * TWO")
        self.build("part.cc", "more.cc")
        self.assertEqual(self.selected(), {"build/part_test::Fourfold.One", "build/part_test::Eightfold.One"})

        # What is no body, to all tests of the programs it is in.
        self.change("part.h", "#define TWO 2", "#define TWO (1 + 1)")
        self.build("part.cc", "more.cc")
        self.assertEqual(self.selected(), PARTS)
        self.assertIn("all of build/part_test, since src/part.h:1 has changed outside of functions", self.why())

    def test_what_is_not_mapped_touches_everything(self):
        (self.cwd / "table.csv").write_text("1,2\n")
        self.measure()
        self.assertEqual(self.selected(), set())
        (self.cwd / "table.csv").write_text("1,3\n")
        self.assertEqual(self.why(), "affected: everything, since table.csv has changed")
        self.assertEqual(self.selected("--affected-ignore=*.csv"), set())
        (self.cwd / "table.csv").write_text("1,2\n")
        self.assertEqual(self.selected(), set())
        (self.cwd / "rows.csv").write_text("1,2\n")
        self.assertEqual(self.why(), "affected: everything, since rows.csv is new")
        (self.cwd / "rows.csv").unlink()
        # A header without functions, of which no map of lines knows.
        self.change("limits.h", "100", "200")
        self.assertEqual(self.why(), "affected: everything, since src/limits.h has changed")
        self.change("limits.h", "200", "100")
        # Other flags: all is compiled anew.
        self.build("more.cc", flags=["-DMORE"])
        self.assertEqual(self.selected(), PARTS)
        self.assertIn("since build/more.cc.gcno was compiled again, and no source of it that is known has changed", self.why())
        # Something that nobody counts.
        self.measure()
        self.link("other_test", "other_test.cc.o", flags=["-Wl,-z,now"])
        self.assertEqual(self.selected(), OTHERS)
        self.assertIn("build/other_test was linked again", self.why())

    def test_what_is_gone(self):
        self.measure()
        (self.cwd / "src" / "more.cc").rename(self.cwd / "src" / "moved.cc")
        self.assertEqual(self.selected("--affected-ignore=src/moved.cc"), PARTS)
        self.assertEqual(self.why(), "affected: everything, since src/moved.cc is new")
        (self.cwd / "src" / "moved.cc").rename(self.cwd / "src" / "more.cc")
        # Of a program that is no more nothing is said.
        (self.cwd / "build" / "other_test").unlink()
        self.assertEqual(self.selected(), set())

    def test_a_map_that_is_damaged(self):
        self.measure()
        (kept,) = (self.directory / "cache" / "trireme" / "coverage").glob("*.map")
        whole = kept.read_bytes()
        for damaged in (whole[:-1], whole[:100], whole[:500] + b"?" + whole[501:], b"", b"nonsense"):
            kept.write_bytes(damaged)
            self.assertEqual(self.selected(), ALL)
            self.assertRegex(self.why(), "affected: everything, since the map of tests is (damaged|of another version of Trireme)$")
        self.measure()
        self.assertEqual(self.selected(), set())
        shutil.rmtree(self.directory / "cache")
        self.assertEqual(self.selected(), ALL)


if __name__ == "__main__":
    unittest.main()
