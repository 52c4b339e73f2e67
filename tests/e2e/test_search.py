"""In a directory only what looks like a test program is asked, each file once; an explicit PATH always."""

import os
import pathlib
import shutil
import unittest

from harness import PROGRAMS, Case


class Search(Case):
    def setUp(self):
        super().setUp()
        self.tree = self.cwd / "tree"
        self.tree.mkdir()

    def copy(self, program, place):
        target = self.tree / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(pathlib.Path(PROGRAMS) / program, target)
        return target

    def binaries(self, *args):
        result = self.run_trireme("--collect-only", "-q", *(args or ("tree",)))
        return [line for line in result.out.splitlines() if line.endswith("::Pass.one")]

    def test_programs_are_found_in_depth_and_in_order(self):
        for place in ("b", "a/deep/er", "c"):
            self.copy("passes", place)
        self.assertEqual(self.binaries(), [f"tree/{each}::Pass.one" for each in ("a/deep/er", "b", "c")])

    def test_scripts_are_never_started(self):
        trap = self.tree / "trap"
        trap.write_text(f"#!/bin/sh\n# This program contains tests written using Google Test\ntouch {self.directory}/sprung\n")
        trap.chmod(0o755)
        other = shutil.copy2("/bin/true", self.tree / "true")
        self.assertEqual(self.run_trireme("tree").code, 5, other)
        self.assertFalse((self.directory / "sprung").exists())

    def test_setuid_files_and_those_that_may_not_run_are_never_started(self):
        self.copy("passes", "setuid").chmod(0o4755)
        self.copy("passes", "setgid").chmod(0o2755)
        self.copy("passes", "data").chmod(0o644)
        self.assertEqual(self.binaries(), [])

    def test_git_and_cmakefiles_are_skipped(self):
        self.copy("passes", ".git/hooks/passes")
        self.copy("passes", "sub/CMakeFiles/passes")
        self.assertEqual(self.binaries(), [])

    def test_links_that_leave_the_tree_are_skipped_and_one_file_is_one(self):
        inside = self.copy("passes", "inside")
        (self.tree / "again").symlink_to("inside")
        os.link(inside, self.tree / "third")
        (self.tree / "outside").symlink_to(pathlib.Path(PROGRAMS) / "passes")
        (self.tree / "loop").symlink_to(".")
        self.assertEqual(len(self.binaries()), 1)

    def test_a_file_reached_by_two_paths_is_one(self):
        self.copy("passes", "passes")
        (self.cwd / "other").symlink_to("tree")
        (self.cwd / "name").symlink_to("tree/passes")
        os.link(self.tree / "passes", self.cwd / "hard")
        self.assertEqual(self.binaries("tree", "other", "name", "hard"), ["tree/passes::Pass.one"])
        self.assertEqual(self.binaries("name", "tree"), ["name::Pass.one"])

    def test_pipes_and_unreadable_places_do_not_stop_it(self):
        self.copy("passes", "passes")
        os.mkfifo(self.tree / "pipe")
        os.chmod(self.tree / "pipe", 0o755)
        (self.tree / "broken").symlink_to("nowhere")
        self.assertEqual(self.binaries(), ["tree/passes::Pass.one"])

    def test_a_program_that_only_quotes_googletest_does_no_harm(self):
        self.copy("passes", "passes")
        self.copy("not_a_test", "not_a_test")
        self.assertEqual(self.run_trireme("tree").code, 0)

    def test_an_explicit_path_is_always_asked(self):
        script = self.tree / "wrapper.sh"
        script.write_text(f'#!/bin/sh\nexec {PROGRAMS}/passes "$@"\n')
        script.chmod(0o755)
        self.assertEqual(self.binaries("tree/wrapper.sh"), ["tree/wrapper.sh::Pass.one"])

    def test_a_path_given_twice_is_one(self):
        self.copy("passes", "passes")
        self.assertEqual(self.binaries("tree", "tree/passes", "./tree//passes"), ["tree/passes::Pass.one"])


if __name__ == "__main__":
    unittest.main()
