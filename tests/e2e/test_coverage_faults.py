"""What would make a wrong number is left out, and named."""

import os
import pathlib
import re
import unittest

from coverage_case import CoverageCase

DAMAGE_TEST = """#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
TEST(Damage, Counts) {
  const std::filesystem::path object = std::string(std::getenv("GCOV_PREFIX")) + std::getenv("OBJECT");
  std::filesystem::create_directories(object.parent_path());
  std::ofstream(object) << std::getenv("WRONG");
}
"""


class CoverageFaults(CoverageCase):
    def test_built_without_coverage(self):
        self.link("passes")
        result = self.run_trireme("--cov", "passes")
        self.assertEqual(result.code, 4)
        self.assertRegex(result.err, "^ERROR: --cov needs test programs .* --coverage.*\n$")

    def test_some_built_without(self):
        self.build_small()
        self.link("passes")
        result = self.run_trireme("--cov=src", "build", "passes")
        self.assertEqual(result.code, 0)
        self.assertIn("WARNING: built without coverage: passes\n", result.out)

    def test_source_newer_than_its_notes(self):
        self.build_small()
        (self.cwd / "src" / "part.cc").write_text("// new\n" + (self.cwd / "src" / "part.cc").read_text())
        result = self.run_trireme("--cov=src", "build")
        self.assertIn("WARNING: src/part.cc has changed since it was compiled, and is left out: build again\n", result.out)
        self.assertNotIn("src/part.cc", self.table(result))
        self.assertIn("src/part_test.cc", self.table(result))

    def test_old_notes_that_no_program_has_linked(self):
        self.build_small()
        header = self.source("shared.h", "inline int shared() { return 1; }\n")
        self.source("unlinked.cc", '#include "shared.h"\nint other() { return shared(); }\n')
        self.compile("unlinked.cc", "-O0", "--coverage")
        header.write_text(header.read_text())
        self.source("shared_test.cc", '#include "shared.h"\n#include <gtest/gtest.h>\nTEST(Shared, One) { EXPECT_EQ(shared(), 1); }\n')
        self.link_program("shared_test", self.compile("shared_test.cc", "-O0", "--coverage"))
        result = self.run_trireme("--cov=src", "build")
        self.assertNotIn("has changed", result.out)
        self.assertEqual(self.table(result)["src/shared.h"], ["1", "0", "100%"])
        header.write_text(header.read_text())
        self.assertIn("WARNING: src/shared.h has changed", self.run_trireme("--cov=src", "build").out)

    def test_notes_of_another_build(self):
        self.build_small()
        self.compile("part.cc", "-O0", "--coverage", "-DOTHER", "-frandom-seed=other")  # the program is not linked again
        result = self.run_trireme("--cov=src", "build")
        self.assertRegex(result.out, r"WARNING: \S+/part.cc.gcda: what one worker counted is of another build than \S+/part.cc.gcno")
        self.assertNotIn("src/part.cc", self.table(result))

    def test_notes_that_are_damaged_or_missing(self):
        self.build_small()
        notes = self.cwd / "build" / "part.cc.gcno"
        whole = notes.read_bytes()
        for wrong, said in ((whole[:300], "is damaged"), (b"", "is no .gcno file"), (whole[:4] + b"*38A" + whole[8:], "was written by gcc 8.3, whose files are not known")):
            notes.write_bytes(wrong)
            result = self.run_trireme("--cov=src", "build")
            self.assertIn(f"{notes} {said}", result.out)
            self.assertNotIn("src/part.cc", self.table(result))
        notes.unlink()
        self.assertIn(f"{notes} is missing", self.run_trireme("--cov=src", "build").out)

    def test_counts_of_one_worker_that_are_damaged(self):
        self.build_small()
        self.source("damage_test.cc", DAMAGE_TEST)
        self.link_program("damage_test", self.compile("damage_test.cc", "-O0", "--coverage"))
        # Each test has a directory of its own then.
        options = ("-n2", "--cov=src/part.cc", "--cov-context=test", "--launcher=exec", "build")
        object_file = self.cwd / "build" / "part.cc.gcda"
        for wrong, said in (("nonsense", "is no .gcda file of this machine"), ("adcg*22B", "is cut off")):
            result = self.run_trireme(*options, env={"WRONG": wrong, "OBJECT": str(object_file)})
            self.assertIn(f"WARNING: {object_file}: what one worker counted {said}, and is left out\n", result.out)
            self.assertEqual((result.code, self.table(result)["src/part.cc"]), (0, ["9", "6", "33%"]))

    def test_tests_that_were_killed_are_named(self):
        self.build_small()
        arguments = ("--cov=src", "--isolation=test", "build", "--", "--gtest_also_run_disabled_tests")
        result = self.run_trireme("--launcher=exec", *arguments)
        self.assertRegex(result.out, "WARNING: what the processes of these tests ran is not counted.*: build/part_test::Wrong.DISABLED_Crashes\n")
        self.assertEqual(self.table(result)["src/part.cc"], ["9", "6", "33%"])
        result = self.run_trireme(*arguments)
        self.assertNotIn("WARNING", result.out)
        self.assertEqual(self.table(result)["src/part.cc"], ["9", "2", "78%"])

    def test_programs_that_crash_after_their_tests_are_named(self):
        self.source("late_test.cc", "#include <gtest/gtest.h>\n#include <cstdlib>\nTEST(Late, One) {}\n"
                                    "struct Late { ~Late() { if (std::getenv(\"TRIREME_WORKER\")) std::abort(); } } late;\n")  # fmt: skip
        self.build_small()
        self.link_program("late_test", self.compile("late_test.cc", "-O0", "--coverage"))
        result = self.run_trireme("--cov=src", "-n1", "--launcher=exec", "build")
        self.assertRegex(result.out, "WARNING: what the processes of these tests ran is not counted.*: build/late_test\n")
        self.assertEqual(self.table(result)["src/part.cc"], ["9", "6", "33%"])

    def test_the_callers_wish_to_strip_directories_is_not_ours(self):
        self.build_small()
        result = self.run_trireme("--cov=src", "build", env={"GCOV_PREFIX_STRIP": "2"})
        self.assertEqual(self.table(result)["src/part.cc"], ["9", "6", "33%"])

    def test_a_full_disk_is_said_of_each_report(self):
        self.build_small()
        for kind in ("xml", "json", "lcov", "markdown"):
            result = self.run_trireme("--cov=src", f"--cov-report={kind}:/dev/full", "build")
            self.assertEqual(result.code, 3, kind)
            self.assertRegex(result.out + result.err, "ERROR: .*/dev/full.*No space left on device", kind)

    def test_a_killed_run_leaves_what_the_next_can_use(self):
        self.build_small()
        self.run_trireme("--cov=src", "build")
        cache = next((self.directory / "cache" / "trireme" / "coverage").iterdir())
        cache.write_bytes(cache.read_bytes()[:-10])
        result = self.run_trireme("--cov=src", "--cov-append", "build")
        self.assertIn(f"WARNING: {cache} is damaged: nothing is appended to\n", result.out)
        self.assertEqual(result.code, 0)


if __name__ == "__main__":
    unittest.main()
