"""A program that ends in many ways, whose library, plugin and helper count as well (tests/coverage/endings_test.cc)."""

from coverage_case import FIXTURES, CoverageCase

FUNCTIONS = {line.split("(")[0].split()[1]: number
             for number, line in enumerate((FIXTURES / "endings.cc").read_text().splitlines(), 1) if line.startswith("void")}  # fmt: skip
LIBRARIES = (("plugin.so", "plugin.cc"), ("libbare.so", "bare.cc"), ("libendings.so", "endings.cc"), ("outer.so", "outer.cc"),
             ("inner.so", "inner.cc"), ("late.so", "late.cc"), ("slow.so", "slow.cc"))  # fmt: skip
# Loads another when it is loaded itself.
OUTER = """#include <dlfcn.h>
static void* const inner = dlopen(LIBRARIES "/inner.so", RTLD_NOW);
extern "C" void nested() { reinterpret_cast<void (*)()>(dlsym(inner, "within"))(); }
"""
# Threads count in it.
GCC_FLAGS = ("-O0", "--coverage", "-fprofile-update=atomic")
SLOW = """extern "C" void slowly() {}
#include <unistd.h>
const int slept = usleep(100000);
"""


class EndingsCase(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def build_endings(self, *flags, compiler):
        """By `compiler`, but for the test program, which is gcc's."""
        build = self.cwd / "build"
        self.source("endings.cc")
        self.source("endings_test.cc")
        self.source("helper.cc", "int main() { return 0; }\n")
        self.source("plugin.cc", 'extern "C" void plugged() {}\n')
        self.source("bare.cc", 'extern "C" void named() {}\n')
        self.source("outer.cc", OUTER)
        self.source("inner.cc", 'extern "C" void within() {}\n')
        self.source("slow.cc", SLOW)
        self.source("late.cc", 'extern "C" void late() {}\n')
        self.link_program("helper", self.compile("helper.cc", *flags, compiler=compiler), flags=flags, compiler=compiler)
        for name, unit in LIBRARIES:
            self.link_program(name, self.compile(unit, *flags, "-fPIC", f'-DLIBRARIES="{build}"', compiler=compiler), flags=(*flags, "-shared"), compiler=compiler)
        test = self.compile("endings_test.cc", *GCC_FLAGS, f'-DHELPER="{build}/helper"', f'-DLIBRARIES="{build}"')
        self.link_program("endings_test", test, "libendings.so", flags=("--coverage", "-Wl,-rpath,$ORIGIN"))

    def report_endings(self, *options):
        return self.run_trireme("-n2", "--cov=src", "--cov-report=lcov", "--stacks=0", "--timeout=1", f"--report-log={self.log}", *options,
                                "build/endings_test")  # fmt: skip

    def fresh_directory(self):
        return self.directory / f"kept{len(list(self.directory.iterdir()))}"

    def hits(self, lines):
        return {name: lines["src/endings.cc"][line][0] for name, line in FUNCTIONS.items()}

    def check_that_nothing_is_lost(self, result, lines, hits):
        self.assertNotIn("WARNING", result.out)
        self.assertGreater(hits.pop("overflows"), 100)
        self.assertEqual(hits.pop("goes_on"), 40001)
        self.assertEqual(hits, dict.fromkeys(hits, 1))
        self.assertEqual(lines["src/plugin.cc"][1][0], 3)
        self.assertEqual(lines["src/bare.cc"][1][0], 1)
        for name, line in (("outer", 3), ("inner", 1), ("late", 1), ("slow", 1), ("helper", 1)):
            self.assertEqual(lines[f"src/{name}.cc"][line][0], 1, name)
        bad = {id.partition("::")[2] for id, outcome in result.outcomes().items() if outcome != "passed"}
        self.assertEqual({each for each in bad if each.startswith(("Forks", "Threads", "Loads.Beside"))}, set())
