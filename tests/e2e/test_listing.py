"""One start lists a program, the cache saves it the second time, and asking is safe."""

import os
import pathlib
import shutil
import time
import unittest

from harness import PROGRAMS, Case


class Listing(Case):
    def setUp(self):
        super().setUp()
        self.starts = self.directory / "starts"
        self.program = self.cwd / "notes_start"
        shutil.copy2(pathlib.Path(PROGRAMS) / "notes_start", self.program)
        long_ago = time.time() - 3600
        os.utime(self.program, (long_ago, long_ago))

    def collect(self, *args):
        """How often the program was started for it."""
        self.starts.write_text("")
        result = self.run_trireme("--collect-only", "-q", "notes_start", *args, env={"START_LOG": str(self.starts)})
        self.assertEqual(result.out.count("::Noted"), 2)
        return len(self.starts.read_text().splitlines())

    def test_the_second_time_the_cache_answers(self):
        self.assertEqual(self.collect(), 1)
        self.assertEqual(self.collect(), 0)

    def test_a_changed_program_is_asked_again(self):
        self.collect()
        os.utime(self.program, (time.time() - 1800,) * 2)
        self.assertEqual(self.collect(), 1)

    def test_a_damaged_cache_is_no_cache(self):
        self.collect()
        for entry in (self.directory / "cache").rglob("*"):
            if entry.is_file():
                entry.write_bytes(entry.read_bytes()[:40] + b"\xff")
        self.assertEqual(self.collect(), 1)

    def test_a_cache_that_others_may_write_is_not_used(self):
        self.collect()
        (self.directory / "cache" / "trireme").chmod(0o777)
        self.assertEqual(self.collect(), 1)

    def test_tests_that_come_from_data_are_asked_for_each_time(self):
        cases = self.directory / "cases"
        for name in ("registers_cases", "takes_cases"):
            shutil.copy2(pathlib.Path(PROGRAMS) / name, self.cwd)
            os.utime(self.cwd / name, (time.time() - 3600,) * 2)
            for lines in ("", "good\n", "good\nbad\n"):
                with self.subTest(name=name, lines=lines):
                    cases.write_text(lines)
                    result = self.run_trireme("-q", name, env={"CASES": str(cases)})
                    tests = lines.count("\n") + (name == "takes_cases")
                    self.assertEqual(result.code, 1 if "bad" in lines else 0 if tests else 5, result.out)
                    self.assertIn(f"{tests - 1} passed" if "bad" in lines else f"{tests} passed" if tests else "no tests ran", result.out)

    def test_the_cache_is_private(self):
        self.collect()
        self.assertEqual((self.directory / "cache" / "trireme").stat().st_mode & 0o777, 0o700)

    def test_a_program_that_hangs_is_ended_after_10_seconds(self):
        self.link("listing_hangs")
        started = time.monotonic()
        result = self.run_trireme("listing_hangs")
        self.assertEqual(result.code, 2)
        self.assertIn("listing_hangs", result.out)
        self.assertLess(time.monotonic() - started, 15)


if __name__ == "__main__":
    unittest.main()
