"""Programs built by some version of clang so that they count."""

import os
import subprocess

from coverage_case import CLANG_FLAGS, CoverageCase
from against_llvm import Llvm


class ClangCase(CoverageCase):
    version = ""  # the system's

    @staticmethod
    def compiler_of(version):
        return "clang++" + (f"-{version}" if version else "")

    def build_shapes(self):
        compiler = self.compiler_of(self.version)
        self.source("shapes.h")
        for each in ("shapes.cc", "shapes_test.cc", "other_test.cc", "unlinked.cc"):
            self.source(each)
        shapes, shapes_test, other_test, _ = [self.compile(each, *CLANG_FLAGS, compiler=compiler)
                                              for each in ("shapes.cc", "shapes_test.cc", "other_test.cc", "unlinked.cc")]  # fmt: skip
        self.link_program("shapes_test", shapes, shapes_test, flags=CLANG_FLAGS, compiler=compiler)
        self.link_program("other_test", shapes, other_test, flags=CLANG_FLAGS, compiler=compiler)
        return [self.cwd / "build" / each for each in ("shapes_test", "other_test", "unlinked.cc.o")]

    def counted_by_clang(self, programs):
        """What llvm-cov says of the same programs, run without us, but for what is excluded."""
        for each in programs[:-1]:
            subprocess.run([each], check=False, capture_output=True, env={**os.environ, "LLVM_PROFILE_FILE": f"{self.directory}/plain/%p.profraw"})
        llvm = Llvm(self.version)
        profile = llvm.merge((self.directory / "plain").glob("*.profraw"), self.directory / "plain.profdata")
        lines = llvm.lines(programs, profile, self.cwd)
        for number, line in enumerate((self.cwd / "src/shapes.cc").read_text().splitlines(), 1):
            if "EXCL_LINE" in line:
                lines["src/shapes.cc"].pop(number)
        return lines
