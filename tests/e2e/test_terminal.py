"""What is shown: piped and on a terminal, -q, -v, -r, --durations, -s, --color."""

import os
import pty
import select
import unittest

from harness import ESCAPE, Case


class Terminal(Case):
    def setUp(self):
        super().setUp()
        self.link("fails", "passes", "skips", "junk_output", "hangs")

    def on_a_terminal(self, *args, env=None):
        control, terminal = pty.openpty()
        process = self.start(*args, env={"TERM": "xterm", **(env or {})}, stdout=terminal, stderr=terminal, stdin=terminal)
        os.close(terminal)
        output = b""
        while select.select([control], [], [], 60)[0]:
            try:
                piece = os.read(control, 65536)
            except OSError:  # the other side is closed
                break
            output += piece
        process.wait()
        os.close(control)
        return output.decode(errors="replace")

    def test_piped_output_has_no_control_codes(self):
        for args in ((), ("-v",), ("-q",), ("-s",), ("-rA", "--durations=0")):
            with self.subTest(args):
                self.assertEqual(ESCAPE.findall(self.run_trireme(*args, "junk_output", "fails").raw), [])

    def test_a_terminal_has_a_status_line_and_colors(self):
        output = self.on_a_terminal("-n2", "--timeout=1", "hangs")
        self.assertRegex(output, r"\d/4")
        self.assertIn("Hang.forever", output)
        self.assertIn("\x1b[31m", output)

    def test_no_color_is_obeyed(self):
        self.assertNotIn("\x1b[31m", self.on_a_terminal("fails", env={"NO_COLOR": "1"}))
        self.assertNotIn("\x1b[31m", self.on_a_terminal("--color=no", "fails"))
        self.assertIn("\x1b[31m", self.run_trireme("--color=yes", "fails").out)

    def test_a_hostile_test_cannot_steer_the_terminal(self):
        output = self.on_a_terminal("-s", "junk_output", "--color=no")
        for code in ("\x1b[2J", "\x1b]0;", "\x9b"):
            self.assertNotIn(code, output)

    def test_the_header_counts_workers_and_items(self):
        self.assertIn("2 workers [2 items]", self.run_trireme("-n2", "--isolation=test", "passes").out)
        self.assertIn("collected 2 items", self.run_trireme("-n0", "passes").out)

    def test_v_has_a_line_a_test(self):
        self.assertRegex(self.run_trireme("-v", "-n1", "passes").out, r"(?m)^\[gw0\] \[100%\] PASSED passes::Pass\.two$")

    def test_q_is_shorter_and_qq_is_one_line(self):
        full, quiet, silent = (self.run_trireme(*args, "fails").out.splitlines() for args in ((), ("-q",), ("-qq",)))
        self.assertLess(len(quiet), len(full))
        self.assertEqual(len(silent), 1, silent)

    def test_r_chooses_what_the_summary_lists(self):
        self.assertIn("SKIPPED skips::Skip.in_test - ", self.run_trireme("-rs", "skips").out)
        self.assertNotIn("SKIPPED skips::", self.run_trireme("-rf", "skips").out)
        self.assertIn("PASSED passes::Pass.one", self.run_trireme("-rA", "passes").out)

    def test_durations(self):
        output = self.run_trireme("--durations=1", "--timeout=0.5", "hangs::Hang.forever", "passes").out
        self.assertRegex(output, r"slowest 1 durations =+\n0\.[5-9]\d*s hangs::Hang\.forever\n(?!.*passes)")

    def test_s_shows_output_with_worker_and_test(self):
        output = self.run_trireme("-s", "-n1", "--timeout=0.5", "hangs::Hang.forever").out
        self.assertIn("[gw0] hangs::Hang.forever: about to hang\n", output)

    def test_a_failure_shows_place_message_and_command(self):
        output = self.run_trireme("fails::Fail.assert").out
        self.assertRegex(output, r"fails\.cc:\d+")
        self.assertIn("asserted", output)
        self.assertIn("repeat: trireme -n 0 fails::Fail.assert\n", output)


if __name__ == "__main__":
    unittest.main()
