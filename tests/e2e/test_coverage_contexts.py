"""--cov-context=test tells which test runs which line, in every form; all of them together are what ran."""

import json
import sqlite3
import unittest

from coverage_case import PART, PART_TEST, CoverageCase

EVEN, TWICE = "build/part_test::Half.Even", "build/part_test::Half.Twice"
FAILS = "build/part_test::Wrong.DISABLED_Fails"
CRASHES = "build/part_test::Wrong.DISABLED_Crashes"


def lines_of(numbits):
    return {at * 8 + bit for at, byte in enumerate(numbits) for bit in range(8) if byte & 1 << bit}


class CoverageContexts(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def build_small(self):
        self.source("part.cc", PART)
        self.source("part_test.cc", PART_TEST + "const int before = half(2);\n")
        objects = [self.compile(each, "-O0", "--coverage") for each in ("part.cc", "part_test.cc")]
        self.link_program("part_test", *objects)

    def contexts(self, *options):
        """{file: {line: tests}}, and which lines ran; of all tests, also the one that crashes."""
        result = self.run_trireme("--cov=src", "--cov-context=test", "--cov-report=json", "--cov-report=sqlite:all.sqlite", "--cov-report=html", "--stacks=0",
                                  *options, "build", "--", "--gtest_also_run_disabled_tests")  # fmt: skip
        self.assertNotIn("WARNING", result.out)
        files = json.loads((self.cwd / "coverage.json").read_text())["files"]
        ran = {name: file["executed_lines"] for name, file in files.items()}
        return {name: {int(line): tests for line, tests in file["contexts"].items()} for name, file in files.items()}, ran

    def data(self):
        with sqlite3.connect(self.cwd / "all.sqlite") as data:
            rows = data.execute("SELECT path, context, numbits FROM line_bits JOIN file ON file.id = file_id JOIN context ON context.id = context_id").fetchall()
        found = {}
        for path, context, numbits in rows:
            for line in lines_of(numbits):
                found.setdefault(path.removeprefix(f"{self.cwd.resolve()}/"), {}).setdefault(line, set()).add(context)
        return found

    def test_each_line_knows_its_tests(self):
        tests, ran = self.contexts("-n2")
        part = tests["src/part.cc"]
        self.assertEqual({line: set(part[line]) for line in (1, 3, 4, 6, 7)},
                         {1: {"", EVEN, TWICE, CRASHES}, 3: {CRASHES}, 4: {"", EVEN, TWICE}, 6: {CRASHES}, 7: {CRASHES}})  # fmt: skip
        # All together they are the whole.
        self.assertEqual({name: sorted(lines) for name, lines in tests.items()}, ran)
        self.assertEqual(self.data(), {name: {line: set(tests) for line, tests in lines.items()} for name, lines in tests.items()})
        page = next(each for each in (self.cwd / "htmlcov").iterdir() if each.name.endswith("_part.cc.html")).read_text()
        self.assertIn("<details data-t=", page)
        self.assertIn("Half.Even", page)

    def test_executed_processes_as_well(self):
        # What gcc writes itself is lost in a crash.
        forked, _ = self.contexts("-k", "not Crashes")
        executed, ran = self.contexts("-k", "not Crashes", "--launcher=exec")
        self.assertEqual({name: sorted(lines) for name, lines in executed.items()}, ran)
        self.assertEqual(set(executed["src/part.cc"][4]), {EVEN, TWICE, FAILS})  # each has started anew
        self.assertEqual(set(forked["src/part.cc"][4]), {"", EVEN, TWICE})

    def test_who_runs_a_line(self):
        env = {"XDG_CACHE_HOME": str(self.directory / "own")}
        unknown = self.run_trireme("cov", "who", "src/part.cc:4", env=env)
        self.assertEqual((unknown.code, unknown.err.count("--cov-context=test")), (4, 1))
        self.run_trireme("--cov=src", "--cov-context=test", "build", env=env)
        def who(place):
            result = self.run_trireme("cov", "who", place, env=env)
            return result.code, result.out
        self.assertEqual(who("src/part.cc:4"), (0, f"{EVEN}\n{TWICE}\n(before the tests)\n"))
        self.assertEqual(who("src/part.cc:3"), (1, "no test ran src/part.cc:3\n"))
        self.assertEqual(who(f"{self.cwd}/src/part_test.cc:8")[1], f"{TWICE}\n")
        self.assertEqual(who("src/other.cc:7"), (4, ""))
        self.assertEqual(who("src/part.cc"), (4, ""))
        source = self.cwd / "src" / "part.cc"
        text = source.read_text()
        source.write_text("\n" + text)
        changed = self.run_trireme("cov", "who", "src/part.cc:4", env=env)
        source.write_text(text)
        self.assertIn("part.cc has changed since the tests ran", changed.err)


if __name__ == "__main__":
    unittest.main()
