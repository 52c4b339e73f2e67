"""A test that runs long is named while it runs; how long is long can differ by pattern."""

import unittest

from harness import Case, text_of


class Slow(Case):
    def slow(self, *args):
        result = self.run_reported("-n1", "--timeout=1.5", "--slow-timeout=0.5", *args, "hangs")
        return result, {text_of(event["id"]) for event in result.of("test_slow")}

    def test_long_tests_are_named(self):
        self.link("hangs")
        result, slow = self.slow()
        self.assertEqual(slow, {"hangs::Hang.forever", "hangs::Hang.ignoring_sigterm"})
        self.assertIn("[gw0] SLOW hangs::Hang.forever has been running for ", result.out)

    def test_a_pattern_has_its_own_limit(self):
        self.link("hangs")
        self.config("[[test]]\nmatch = '*Hang.forever'\nslow-timeout = 0\n")
        self.assertEqual(self.slow()[1], {"hangs::Hang.ignoring_sigterm"})


if __name__ == "__main__":
    unittest.main()
