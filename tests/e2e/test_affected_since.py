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

    def test_whatever_else_git_is_told(self):
        (self.cwd / ".gitignore").write_text("build\n")
        self.git("init", "-q")
        self.commit()
        top, self.cwd = self.cwd, self.cwd / "src"  # the root is below the work tree's top
        self.change_body(top)
        made = self.run_trireme("--cov", "--cov-context=test", "--cov-report=", "../build")
        self.assertEqual(made.code, 0, made.out)
        for name, value in (("diff.relative", "true"), ("diff.noprefix", "true"), ("diff.external", "false"), ("color.ui", "always"),
                            ("diff.orderFile", "nothing"), ("core.quotePath", "true"), ("status.relativePaths", "true")):  # fmt: skip
            self.git("config", name, value)
        # As hooks have them.
        hook = {"GIT_DIR": str(top / ".git"), "GIT_INDEX_FILE": str(top / "no index"), "GIT_PREFIX": "src/"}
        for env in ({}, hook, {"GIT_EXTERNAL_DIFF": "false"}):
            result = self.run_trireme("--affected", "--since=HEAD", "--collect-only", "-q", "../build", env=env)
            found = {line.removeprefix(f"{top}/") for line in result.out.splitlines() if "::" in line}
            self.assertEqual(found, HALVES, (env, result.out, result.err))

    def change_body(self, top):
        path = top / "src" / "part.cc"
        path.write_text(path.read_text().replace("  return value / TWO;", "  return value / 2;"))
        self.cwd = top
        self.build("part.cc")
        self.cwd = top / "src"


if __name__ == "__main__":
    unittest.main()
