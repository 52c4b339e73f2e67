"""Each forked process has the heap as it was before main, whether the kernel copies it or we do."""

import pathlib
import unittest

from harness import Case

LARGE_PAGES = pathlib.Path("/sys/kernel/mm/transparent_hugepage")


class Heap(Case):
    def flags(self, **variables):
        self.link("fills_heap")
        result = self.run_reported("-n1", "--isolation=test", "fills_heap", env=variables)
        self.assertEqual(list(result.outcomes().values()), ["passed"] * 6, result.out)
        self.assertNotIn("executed for each process", result.out)
        return [dict(test["properties"])["flags"].split() for test in result.of("test_finished")]

    @unittest.skipUnless(LARGE_PAGES.exists(), "the kernel has no large pages")
    def test_it_is_copied(self):
        self.assertTrue(any("hg" in each for each in self.flags()))

    def test_it_is_not_where_a_part_is_protected(self):
        self.assertFalse(any("hg" in each for each in self.flags(PROTECTS="1")))


if __name__ == "__main__":
    unittest.main()
