"""What runs: node ids given back, -k, -m, --deselect, --markers, --collect-only."""

import unittest

from harness import Case, text_of

CONFIG = """
markers = ["slow: takes over a second"]
[[test]]
match = "*Fail.throws*"
marks = ["slow"]
"""


class Selection(Case):
    def setUp(self):
        super().setUp()
        self.link("fails", "passes", "odd_names")

    def ids(self, *args):
        result = self.run_trireme("--collect-only", "-q", *args)
        return {line for line in result.out.splitlines() if "::" in line}

    def test_each_node_id_is_accepted_back(self):
        everything = [text_of(event["id"]) for event in self.run_reported("odd_names", "fails").of("test_finished")]
        self.assertEqual(len(everything), 16)
        for name in everything:
            self.assertEqual(list(self.run_reported(name).outcomes()), [name])

    def test_a_suite_is_accepted(self):
        self.assertEqual(self.ids("passes::Pass"), {"passes::Pass.one", "passes::Pass.two"})

    def test_k_takes_an_expression(self):
        self.assertEqual(self.ids("-k", "throws and not int", "fails", "passes"), {"fails::Fail.throws"})

    def test_k_that_is_malformed_names_the_column(self):
        result = self.run_trireme("-k", "one and", "passes")
        self.assertEqual(result.code, 4)
        self.assertIn("column 8", result.err)

    def test_m_selects_by_mark(self):
        self.config(CONFIG)
        self.assertEqual(self.ids("-m", "slow", "fails"), {"fails::Fail.throws", "fails::Fail.throws_int"})

    def test_markers_are_listed(self):
        self.config(CONFIG)
        result = self.run_trireme("--markers")
        self.assertEqual((result.code, "slow: takes over a second" in result.out), (0, True))

    def test_strict_markers_refuses_an_undeclared_mark(self):
        self.config(CONFIG.replace('["slow"]', '["slwo"]'))
        result = self.run_trireme("--strict-markers", "fails")
        self.assertEqual(result.code, 4)
        self.assertIn("slwo", result.err)

    def test_deselect_takes_prefixes(self):
        self.assertEqual(self.ids("--deselect", "fails::Fail.throws", "fails"), {f"fails::Fail.{each}" for each in
                         ("expect", "assert", "passes_between")})  # fmt: skip

    def test_deselected_are_counted(self):
        result = self.run_trireme("-k", "one", "passes")
        self.assertIn("1 passed, 1 deselected", result.last_line())

    def test_nothing_left_is_5(self):
        self.assertEqual(self.run_trireme("-k", "nonsense", "passes").code, 5)


if __name__ == "__main__":
    unittest.main()
