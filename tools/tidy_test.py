#!/usr/bin/env python3
"""tidy.py in a small project: what is wrong with a file is found beside others, and is not lost in what they have in common."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent
CLEAN = "namespace {\nconst int k_own = 1;\n}  // namespace\nstatic int twice() { return 2; }\nint NAME() { return k_own + twice(); }\n"
WRONG = "int NAME(int a) {\n  if (a > 1)\n    return 2;\n  else\n    return 2;\n}\n"  # bugprone-branch-clone


class Tidy(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory(prefix="trireme_tidy_test_")
        self.addCleanup(kept.cleanup)
        self.root = pathlib.Path(kept.name)
        for name in ("tools", "src", "agent", "build"):
            (self.root / name).mkdir()
        shutil.copy(TOOLS / "tidy.py", self.root / "tools")
        shutil.copy(TOOLS.parent / ".clang-tidy", self.root)

    def write(self, path, text):
        (self.root / path).write_text(text.replace("NAME", pathlib.Path(path).stem))

    def tidy(self):
        """Has it found all clean, what it said, and how many files it has checked."""
        commands = [{"file": str(each), "directory": str(self.root / "build"), "command": f"/usr/bin/c++ -std=c++20 -Wall -Werror -I{self.root}/src -o x.o -c {each}"}
                    for each in sorted(self.root.glob("*/*.cc"))]  # fmt: skip
        (self.root / "build" / "compile_commands.json").write_text(json.dumps(commands))
        done = subprocess.run([sys.executable, self.root / "tools" / "tidy.py", "build"], cwd=self.root, capture_output=True, text=True, check=False)
        return done.returncode == 0, done.stdout, int(done.stdout.splitlines()[-1].split()[1])

    def test_files_that_use_a_name_twice_are_clean_and_remembered(self):
        for path in ("src/one.cc", "src/two.cc", "agent/three.cc", *(f"src/more{i}.cc" for i in range(2 * os.cpu_count()))):
            self.write(path, CLEAN)
        clean, said, checked = self.tidy()
        self.assertTrue(clean, said)
        self.assertEqual(checked, 3 + 2 * os.cpu_count())
        self.write("src/two.cc", CLEAN + "// changed\n")
        self.assertEqual(self.tidy()[::2], (True, 1))

    def test_what_is_wrong_in_a_source_is_found_and_not_remembered(self):
        for number in range(4 * os.cpu_count()):
            self.write(f"src/clean{number}.cc", "int NAME() { return 1; }\n")
        self.write("src/wrong.cc", WRONG)
        self.write("agent/wrong_too.cc", WRONG)
        for checked in (4 * os.cpu_count() + 2, 2):
            clean, said, again = self.tidy()
            self.assertFalse(clean)
            self.assertEqual(again, checked, said)
            for path in ("src/wrong.cc", "agent/wrong_too.cc"):
                self.assertEqual(said.count(f"{path}:2:3: error: if with identical then and else branches"), 1, said)

    def test_what_a_compiler_warns_of_outside_headers_is_found(self):
        for number in range(2 * os.cpu_count()):
            self.write(f"src/clean{number}.cc", "int NAME() { return 1; }\n")
        self.write("src/unused.cc", "namespace {\nconst int k_unused = 1;\n}\n")
        clean, said, _ = self.tidy()
        self.assertFalse(clean)
        self.assertIn("src/unused.cc:2:11: error: unused variable 'k_unused'", said)

    def test_what_is_wrong_in_a_header_is_found_with_each_that_includes_it(self):
        self.write("src/header.h", "inline " + WRONG)
        for name in ("one", "two", "three"):
            self.write(f"src/{name}.cc", '#include "header.h"\nint NAME() { return header(1); }\n' if name != "two" else CLEAN)
        clean, said, _ = self.tidy()
        self.assertFalse(clean)
        self.assertEqual(said.count("src/header.h:2:3: error"), 2, said)
        self.assertEqual(self.tidy()[2], 2)


if __name__ == "__main__":
    unittest.main()
