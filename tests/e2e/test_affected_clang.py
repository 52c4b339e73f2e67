"""--affected knows the functions of what clang has compiled as it does gcc's."""

import unittest

import test_affected
from affected_case import HALVES, OTHERS, PARTS
from test_coverage_clang import CLANG, FLAGS


class AffectedOfClang(test_affected.Affected):
    COMPILER = CLANG
    FLAGS = FLAGS

    # Nothing of a compiler is in these.
    test_what_is_gone = test_a_map_that_is_damaged = None

    def test_what_is_not_mapped_touches_everything(self):
        self.measure()
        self.change("part.cc", "return -1", "return -(1)")
        # Nobody has built it, so all there is to compare is what it was.
        self.assertEqual(self.selected(), HALVES)
        # A compilation that came to the same is none, other than gcc's.
        self.change("part.cc", "return -(1)", "return -1")
        self.build("more.cc", flags=["-DMORE"])
        self.assertEqual(self.selected(), set())
        self.build("more.cc", flags=["-O1"])
        self.assertEqual(self.selected(), PARTS)
        self.assertIn("since build/more.cc.o was compiled again, and no source of it that is known has changed", self.why())
        self.link("other_test", "other_test.cc.o", flags=["-Wl,-z,now"])
        self.assertEqual(self.selected(), PARTS | OTHERS)

    def test_without_object_files(self):
        for each in (self.cwd / "build").glob("*.o"):
            each.unlink()
        self.measure()
        self.change("other_test.cc", "{}", "{ SUCCEED(); }")
        self.change("part.cc", "return -1", "return -2")
        self.assertEqual(self.selected(), OTHERS | HALVES)
        # Of one source it is known what has changed, of several, linked again, it is not.
        self.build("other_test.cc", "part.cc", "more.cc", "part_test.cc")
        self.link("other_test", "other_test.cc.o")
        self.assertEqual(self.selected(), OTHERS | PARTS)
        self.assertIn("all of build/part_test, since build/part_test was compiled again, and no source of it", self.why())
        self.assertNotIn("all of build/other_test", self.why())


if __name__ == "__main__":
    unittest.main()
