"""Files that the map has no functions of: whichever may be of the project, a change of one touches everything."""

import subprocess
import unittest

from affected_case import AffectedCase


class AffectedFiles(AffectedCase):
    def setUp(self):
        super().setUp()
        self.write(".gitignore", "build/\ngen.h\nmade/\nother/\n")

    def write(self, name, text):
        path = self.cwd / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self):
        for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "all"]):
            subprocess.run(["git", *command], cwd=self.cwd, check=True, capture_output=True, env=self.environment())

    def assert_seen(self, name):
        path = self.cwd / name
        text = path.read_text()
        path.write_text(text + "#define MORE\n")
        self.assertEqual(self.why(), f"affected: everything, since {name} has changed")
        path.write_text(text)
        self.assertEqual(self.selected(), set())

    def test_headers_that_git_ignores(self):
        names = ("src/gen.h", "made/deep/table.inc")
        others = ("made/deep/some.log", "other/CMakeCache.txt", "other/config.h")
        for each in (*names, *others):
            self.write(each, "")
        self.commit()
        self.measure()
        for each in names:
            self.assert_seen(each)
        for each in others:
            self.write(each, "other")
        self.assertEqual(self.selected(), set())

    def test_headers_in_the_build_tree(self):
        names = [f"build/made{each}" for each in (".h", ".tpp", ".tcc", ".txx", ".inc", ".ipp", ".def", ".x")]
        for each in names:
            self.write(each, "")
        self.commit()
        self.measure()
        for each in names:
            self.assert_seen(each)

    def test_what_sources_include_by_other_names(self):
        names = ("build/deep/table", "made/values.dat")
        others = ("build/other", "made/other.dat", "build/made.o")
        self.write("src/user.h", '#include "gen.h"\n  #  include "deep/table"\n#include <made.o>\n// include "other"\n')
        self.write("src/gen.h", "#include <values.dat>\n")
        for each in (*names, *others):
            self.write(each, "")
        self.commit()
        self.measure()
        for each in others:
            self.write(each, "other")
        self.assertEqual(self.selected(), set())
        for each in names:
            self.assert_seen(each)
        (self.cwd / names[0]).unlink()
        self.assertEqual(self.why(), f"affected: everything, since {names[0]} has changed")

    def test_a_link_to_a_directory(self):
        self.write("one/a.h", "")
        self.write("two/a.h", "")
        link = self.cwd / "current"
        link.symlink_to("one")
        self.commit()
        self.measure()
        self.assertEqual(self.selected(), set())
        for target in ("two", "nothing"):
            link.unlink()
            link.symlink_to(target)
            self.assertEqual(self.why(), "affected: everything, since current has changed")
        link.unlink()
        link.symlink_to("one")
        self.assertEqual(self.selected(), set())


if __name__ == "__main__":
    unittest.main()
