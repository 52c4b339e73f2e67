"""However programs die, a run ends, and every test has one outcome."""

import unittest

from agreement import check_agreement
from harness import Case

LAUNCHERS = ("--launcher=exec", "--launcher=forkserver")


class Endings(Case):
    def test_a_program_that_dies_only_in_company(self):
        self.link("dies_in_company")
        for launcher in LAUNCHERS:
            for place in ("main", "environment", "suite", "test"):
                for isolation in ("auto", "suite"):
                    with self.subTest(launcher=launcher, place=place, isolation=isolation):
                        result = self.run_reported("-n2", launcher, f"--isolation={isolation}", "dies_in_company",
                                                   env={"DIE_IN": place})  # fmt: skip
                        self.assertEqual(len(result.outcomes()), 5)
                        check_agreement(self, result)
                        if isolation == "suite":
                            self.assertEqual(result.code, 1)

    def test_alone_its_tests_pass(self):
        self.link("dies_in_company")
        for place in ("main", "environment", "suite", "test"):
            result = self.run_reported("-n2", "--isolation=test", "dies_in_company", env={"DIE_IN": place})
            self.assertEqual(set(result.outcomes().values()), {"passed"})

    def test_dying_in_the_set_up_of_a_suite_costs_that_suite(self):
        self.link("suite_set_up_crashes")
        for launcher in LAUNCHERS:
            result = self.run_reported("-n0", launcher, "suite_set_up_crashes")
            self.assertEqual(result.finished("Unharmed.one")["outcome"], "passed")
            self.assertEqual(result.finished("Crashing.two")["outcome"], "error")


if __name__ == "__main__":
    unittest.main()
