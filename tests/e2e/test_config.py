"""trireme.toml: rules, profiles, the header, warnings; the command line wins."""

import unittest

from harness import Case

RULES = """
trireme_report_header = "database: none"
[[test]]
match = "*Surroundings.directory_is_the_callers"
cwd = "other"
env = { CALLERS_DIRECTORY = "." }
[[test]]
match = "*Hang.forever"
timeout = 0.5
[[test]]
match = "disabled::*"
args = ["--gtest_also_run_disabled_tests"]
[profile.ci]
maxfail = 1
"""


class Config(Case):
    def setUp(self):
        super().setUp()
        self.link("checks_surroundings", "hangs", "disabled", "fails", "passes")
        (self.cwd / "other").mkdir()

    def test_rules_give_directory_environment_arguments_and_timeout(self):
        self.config(RULES)
        result = self.run_reported("-n2", "disabled", "hangs::Hang.forever", "checks_surroundings::Surroundings.directory_is_the_callers")
        self.assertEqual(result.outcomes(), {
            "checks_surroundings::Surroundings.directory_is_the_callers": "passed",
            "hangs::Hang.forever": "timed out",
            "disabled::Enabled.DISABLED_one": "failed", "disabled::Enabled.two": "passed",
            "disabled::DISABLED_Suite.three": "failed",
        }, result.out)  # fmt: skip

    def test_a_directory_that_is_missing_is_named(self):
        for match, code in (("*", 2), ("*.one", 1)):
            self.config(f"[[test]]\nmatch = '{match}'\ncwd = 'nowhere'\n")
            result = self.run_trireme("passes")
            self.assertEqual(result.code, code)
            self.assertIn(f"there is no directory {self.cwd}/nowhere to start it in", result.out)

    def test_the_header_gets_the_lines(self):
        self.config(RULES)
        self.assertIn("database: none\n", self.run_trireme("passes").out)

    def test_a_profile_is_read_after_the_rest_and_the_command_line_wins(self):
        self.config(RULES)
        self.assertIn("1 failed", self.run_trireme("--profile=ci", "fails").last_line())
        self.assertIn("4 failed", self.run_trireme("--profile=ci", "--maxfail=0", "fails").last_line())
        self.assertIn("4 failed", self.run_trireme("fails").last_line())

    def test_an_unknown_profile_is_named(self):
        self.config(RULES)
        result = self.run_trireme("--profile=cl", "passes")
        self.assertEqual((result.code, "cl" in result.err), (4, True))

    def test_an_unknown_key_is_warned_about_with_the_nearest(self):
        self.config("maxfial = 1\n")
        result = self.run_trireme("passes")
        self.assertEqual(result.code, 0)
        self.assertRegex(result.out, "warning: .*trireme.toml.*maxfial.*maxfail")

    def test_a_malformed_file_is_4_with_the_line(self):
        self.config("a = 1\nb = [\n")
        result = self.run_trireme("passes")
        self.assertEqual(result.code, 4)
        self.assertRegex(result.err, r"trireme\.toml:[23]")

    def test_node_ids_are_relative_to_the_file_found_upwards(self):
        self.config("")
        below = self.cwd / "other"
        self.cwd = below
        result = self.run_reported("../passes")
        self.assertEqual(set(result.outcomes()), {"passes::Pass.one", "passes::Pass.two"})


if __name__ == "__main__":
    unittest.main()
