"""Of a program that counts, and that a test has started, counts are lost when a signal ends it, and the test is named, however it waits,
also when only a shell tells of the signal, or when the test's own process has become that program; and when it has no variables, and the
files are named that it writes."""

import json
import unittest

from coverage_case import CLANG_FLAGS, CoverageCase

HELPER = """#include <csignal>
#include <cstdlib>
#include <unistd.h>
int main(int, char** arguments) {
  const int signal = std::atoi(arguments[1]);
  if (signal < 0) sleep(100);
  return signal == 0 ? 0 : raise(signal);
}
"""

TEST = """#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
pid_t start(const char* program, const char* argument) {
  const pid_t child = fork();
  if (child == 0) execl(program, program, argument, nullptr);
  return child;
}
int status = 0;
rusage usage;
siginfo_t info;
TEST(Ends, ByItself) { EXPECT_GT(waitpid(start(BUILD "/helper", "0"), &status, 0), 0); }
TEST(Ends, CountsNothing) { EXPECT_GT(waitpid(start(BUILD "/plain", "9"), &status, 0), 0); }
TEST(Killed, Waitpid) { EXPECT_GT(waitpid(start(BUILD "/helper", "9"), &status, 0), 0); }
TEST(Killed, Wait) {
  EXPECT_GT(start(BUILD "/helper", "9"), 0);
  EXPECT_GT(wait(&status), 0);
}
TEST(Killed, Wait3) {
  EXPECT_GT(start(BUILD "/helper", "6"), 0);
  EXPECT_GT(wait3(&status, 0, &usage), 0);
}
TEST(Killed, Wait4) { EXPECT_GT(wait4(start(BUILD "/helper", "15"), &status, 0, &usage), 0); }
TEST(Killed, Waitid) { EXPECT_EQ(waitid(P_PID, start(BUILD "/helper", "9"), &info, WEXITED), 0); }
TEST(Killed, AnotherNameOfClang) {
  pid_t child = 0;
  char program[] = BUILD "/helper_that_clang_has_built", argument[] = "9";
  char* arguments[] = {program, argument, nullptr};
  ASSERT_EQ(posix_spawn(&child, program, nullptr, nullptr, arguments, environ), 0);
  EXPECT_EQ(waitpid(child, &status, WUNTRACED), child);
}
TEST(Killed, ByAShell) { EXPECT_GT(waitpid(start(BUILD "/script", "9"), &status, 0), 0); }
TEST(Told, AfterSystem) { EXPECT_EQ(system(BUILD "/helper 9"), (128 + 9) << 8); }
TEST(Told, AfterSystemOfClang) { EXPECT_EQ(system(BUILD "/helper_that_clang_has_built 11; exit $?"), (128 + 11) << 8); }
TEST(Told, AfterSystemThatIsTheProgram) { EXPECT_EQ(system("exec " BUILD "/helper 9"), 9); }
TEST(Told, AfterPclose) { EXPECT_EQ(pclose(popen("exec 2>/dev/null; " BUILD "/helper 15; exit $?", "r")), (128 + 15) << 8); }
TEST(Told, AfterWaitpid) { EXPECT_GT(waitpid(start(BUILD "/careful_script", "9"), &status, 0), 0); }
TEST(Ends, InShells) {
  EXPECT_NE(system(nullptr), 0);
  EXPECT_EQ(system(BUILD "/helper 0"), 0);
  EXPECT_EQ(system("exit 128"), 128 << 8);
  EXPECT_EQ(system("exit 255"), 255 << 8);
  EXPECT_EQ(pclose(popen(BUILD "/helper 0", "r")), 0);
}
"""
WITHOUT_VARIABLES = """#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
void start(const char* program) {
  const pid_t child = fork();
  char* none[] = {nullptr};
  if (child == 0) execle(program, program, "0", nullptr, none);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
}
TEST(Other, Ends) {}
TEST(Without, Variables) {
  start(BUILD "/helper");
  start(BUILD "/helper_that_clang_has_built");
}
"""
BECOMES = """#include <gtest/gtest.h>
#include <unistd.h>
void become(const char* program, const char* argument) { execl(program, program, argument, nullptr); }
TEST(Becomes, Helper) { become(BUILD "/helper", "9"); }
TEST(Becomes, HelperOfClang) { become(BUILD "/helper_that_clang_has_built", "11"); }
TEST(Becomes, Itself) {
  if (std::getenv("AGAIN") != nullptr) raise(SIGKILL);
  setenv("AGAIN", "1", 1);
  become("/proc/self/exe", "--gtest_filter=Becomes.Itself");
}
TEST(Becomes, Shell) { become(BUILD "/careful_script", "9"); }
TEST(Other, Helper) { become(BUILD "/helper", "0"); }
TEST(Other, CountsNothing) { become(BUILD "/plain", "9"); }
TEST(Other, IsKilled) { raise(SIGKILL); }
"""
LEAVES = """#include <gtest/gtest.h>
#include <unistd.h>
void start(const char* program) {
  if (fork() == 0) execl(program, program, "-1", nullptr);
  usleep(100000);
}
TEST(Leaves, Helper) { start(BUILD "/helper"); }
TEST(Leaves, HelperInAnotherGroup) {
  if (fork() == 0) {
    setsid();
    execl(BUILD "/helper_that_clang_has_built", "helper", "-1", nullptr);
  }
  usleep(100000);
}
TEST(Leaves, HelperWhenItsTimeIsOver) {
  start(BUILD "/helper");
  sleep(100);
}
TEST(Other, LeavesWhatCountsNothing) { start(BUILD "/plain"); }
TEST(Other, LeavesAChild) {
  if (fork() == 0) sleep(100);
}
"""
KILLED = {"Waitpid": "helper", "Wait": "helper", "Wait3": "helper", "Wait4": "helper", "Waitid": "helper", "ByAShell": "helper",
          "AnotherNameOfClang": "helper_that_cla"}  # fmt: skip
TOLD = {"AfterSystem", "AfterSystemOfClang", "AfterSystemThatIsTheProgram", "AfterPclose", "AfterWaitpid"}


class CoverageStarted(CoverageCase):
    def build_small(self, test):
        self.source("helper.cc", HELPER)
        self.source("start_test.cc", test)
        build = self.cwd / "build"
        self.link_program("start_test", self.compile("start_test.cc", "-O0", "--coverage", f'-DBUILD="{build}"'))
        self.do("g++", "--coverage", "../src/helper.cc", "-o", "helper")
        self.do("g++", "../src/helper.cc", "-o", "plain")
        self.do("clang++", *CLANG_FLAGS, "../src/helper.cc", "-o", "helper_that_clang_has_built")
        for name, command in (("script", f'exec "{build}/helper" "$@"'), ("careful_script", f'"{build}/helper" "$@"; exit $?')):
            (build / name).write_text(f"#!/bin/sh\n{command}\n")
            (build / name).chmod(0o755)

    def named(self, result):
        """By each warning."""
        warnings = [line for line in result.out.splitlines() if line.startswith("WARNING")]
        return [set(each.partition("not counted: ")[2].split(", ")) for each in warnings]

    def test_whose_counts_are_missing_is_said(self):
        self.build_small(TEST)
        result = self.run_trireme("--cov=src", "--cov-context=test", "--cov-report=json", "build")
        self.assertEqual(result.code, 0, result.out)
        self.assertEqual(self.named(result), [{f"build/start_test::Killed.{test} ({program})" for test, program in KILLED.items()},
                                              {f"build/start_test::Told.{test}" for test in TOLD}])  # fmt: skip
        contexts = json.loads((self.cwd / "coverage.json").read_text())["files"]["src/helper.cc"]["contexts"]
        self.assertEqual(contexts["4"], ["build/start_test::Ends.ByItself", "build/start_test::Ends.InShells"])
        affected = self.run_trireme("--affected", "--collect-only", "-q", "build").out
        self.assertEqual({line.split(".")[-1] for line in affected.splitlines() if "::" in line}, {*KILLED, *TOLD})

    def test_programs_that_tests_become_are_said(self):
        self.build_small(BECOMES)
        result = self.run_trireme("--cov=src", "--cov-context=test", "--cov-report=", "--stacks=0", "build")
        killed = {"Helper": "helper", "HelperOfClang": "helper_that_cla", "Itself": "exe"}
        self.assertEqual(self.named(result), [{f"build/start_test::Becomes.{test} ({program})" for test, program in killed.items()},
                                              {"build/start_test::Becomes.Shell"}])  # fmt: skip

    def test_programs_that_tests_leave_are_said(self):
        self.build_small(LEAVES)
        for options in ((), ("--launcher=exec",)):
            result = self.run_trireme("--cov=src", "--cov-context=test", "--cov-report=", "--stacks=0", "--timeout=1", *options, "build")
            left = {"Helper": "helper", "HelperWhenItsTimeIsOver": "helper", "HelperInAnotherGroup": "helper_that_cla"}
            self.assertIn({f"build/start_test::Leaves.{test} ({program})" for test, program in left.items()}, self.named(result))

    def test_what_is_written_elsewhere_is_said(self):
        self.build_small(WITHOUT_VARIABLES)
        result = self.run_trireme("--cov=src", "build")
        self.assertEqual(result.code, 0, result.out)
        self.assertEqual(self.named(result), [{"build/helper.gcda", "default.profraw"}])
        again = self.run_trireme("--cov=src", "--deselect", "build/start_test::Without", "build")
        self.assertNotIn("default.profraw", again.out)  # it is of another run


if __name__ == "__main__":
    unittest.main()
