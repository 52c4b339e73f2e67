"""--since adds what differs from a revision of git; git also says what the project's files are."""

import subprocess
import unittest

from affected_case import ALL, HALVES, PARTS, AffectedCase


class AffectedSince(AffectedCase):
    def git(self, *arguments):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        subprocess.run(command, cwd=self.cwd, check=True, capture_output=True, env=self.environment())

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "a change")

    def refused(self, *options):
        result = self.run_trireme(*options, "build")
        self.assertEqual((result.code, result.out, result.err.count("\n")), (4, "", 1))
        return result.err

    def test_revisions_that_are_none(self):
        self.assertIn("is in no work tree of git", self.refused("--affected", "--since=HEAD"))
        self.git("init", "-q")
        self.assertIn("git knows no such revision", self.refused("--affected", "--since=HEAD"))
        self.assertIn("git knows no such revision", self.refused("--affected", "--since=--output=made"))
        self.assertFalse((self.cwd / "made").exists())
        self.assertIn("--affected", self.refused("--since=HEAD"))
        no_git = self.run_trireme("--affected", "--since=HEAD", "build", env={"PATH": "/nowhere"})
        self.assertEqual((no_git.code, "git is not installed" in no_git.err), (4, True))

    def test_what_differs_is_added(self):
        (self.cwd / ".gitignore").write_text("build\n*.log\n")
        (self.cwd / "table.csv").write_text("1,2\n")
        self.git("init", "-q")
        self.commit()
        self.change("part.cc", "  return value / TWO;", "\n  return value / 2;")
        self.build("part.cc")
        self.commit()
        self.measure()
        self.assertEqual(self.selected(), set())
        self.assertEqual(self.selected("--since=HEAD"), set())
        self.assertEqual(self.selected("--since=HEAD~1"), HALVES)
        # A change of now besides, by the map.
        self.change("more.cc", "4 * twice", "twice(4) *")
        self.build("more.cc")
        self.assertEqual(self.selected("--since=HEAD~1"), HALVES | {"build/part_test::Eightfold.One"})
        self.commit()
        self.change("part.h", "#define TWO 2", "#define TWO (2)")
        self.build("part.cc", "more.cc")
        self.assertEqual(self.selected(), PARTS)
        self.assertEqual(self.selected("--since=HEAD"), PARTS)
        self.commit()
        self.measure()
        self.assertEqual(self.selected(), set())
        # Who includes a header is seen by what was compiled after it changed, of which the map now knows nothing.
        self.assertEqual(self.selected("--since=HEAD~1"), ALL)
        (self.cwd / "some.log").write_text("ignored")
        self.assertEqual(self.selected(), set())
        (self.cwd / "table.csv").write_text("1,3\n")
        self.commit()
        self.measure()
        self.assertEqual(self.selected(), set())
        self.assertEqual(self.selected("--since=HEAD~1"), ALL)
        self.assertEqual(self.why("--since=HEAD~1"), "affected: everything, since table.csv has changed since HEAD~1")


if __name__ == "__main__":
    unittest.main()
