"""Verdicts and output do not depend on how GoogleTest's lines look, nor on whether there are any."""

import unittest

from harness import Case, text_of

WHOLE = ("-n0", "--isolation=program")


class Printers(Case):
    def setUp(self):
        super().setUp()
        self.link("fails", "skips", "no_printer", "junk_output")

    def test_coloured_lines_tell_the_same(self):
        for options in (WHOLE, ("-n0", "--isolation=test"), (*WHOLE, "--launcher=exec")):
            with self.subTest(options=options):
                skip = (*options, "-x", "skips::Skip.in_test", "skips::Skip.passes_between")
                plain = self.run_reported(*skip)
                coloured = self.run_reported(*skip, "--", "--gtest_color=yes")
                self.assertEqual(coloured.outcomes(), plain.outcomes())
                self.assertIn("skipped", set(coloured.outcomes().values()))
                self.assertEqual(coloured.code, 0)

    def test_a_coloured_tests_output_is_its_own(self):
        plain = self.run_reported(*WHOLE, "fails")
        coloured = self.run_reported(*WHOLE, "fails", "--", "--gtest_color=yes")
        outputs = [{text_of(each["id"]): text_of(each.get("output", {}).get("head", "")) for each in run.of("test_finished")} for run in (plain, coloured)]
        self.assertEqual(*outputs)
        self.assertTrue(any(outputs[0].values()))

    def test_a_skip_that_nobody_prints_stops_nothing(self):
        result = self.run_reported(*WHOLE, "-x", "no_printer::Silent.passes", "no_printer::Silent.skips")
        self.assertEqual((result.code, result.outcomes()), (0, {"no_printer::Silent.passes": "passed", "no_printer::Silent.skips": "skipped"}))

    def test_a_forged_line_stops_nothing(self):
        result = self.run_reported("-x", "-n0", "--isolation=test", "junk_output::Junk.skipped_prints_failed", "fails")
        self.assertEqual(result.outcomes()["junk_output::Junk.skipped_prints_failed"], "skipped")
        self.assertIn("failed", set(result.outcomes().values()))

    def test_what_fails_without_lines_has_its_output(self):
        for isolation in ("test", "program"):
            result = self.run_reported("-n0", f"--isolation={isolation}", "no_printer")
            self.assertRegex(result.out, r"(?s)_ no_printer::Silent\.fails _.*said by fails")


if __name__ == "__main__":
    unittest.main()
