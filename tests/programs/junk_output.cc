// Everything a test may print to fool a reader of stdout.
#include <gtest/gtest.h>

#include <cstdio>

namespace {
void print(const char* text) {
  std::fputs(text, stdout);
  std::fflush(stdout);
}
}  // namespace

TEST(Junk, fakes_own_success_and_fails) {
  print("[       OK ] Junk.fakes_own_success_and_fails (0 ms)\n[  PASSED  ] 1 test.\n");
  FAIL() << "really failed";
}
TEST(Junk, fakes_failure_of_others) {
  print("[ RUN      ] Junk.plain\n[  FAILED  ] Junk.plain (0 ms)\n[ RUN      ] X.y\n[  FAILED  ] X.y (0 ms)\n");
}
TEST(Junk, plain) {}
TEST(Junk, no_newline_at_end) { print("no newline here"); }
TEST(Junk, no_newline_before_failure) {
  print("glued");
  FAIL() << "glued failure";
}
TEST(Junk, skipped_prints_failed) {
  print("[  FAILED  ] Junk.skipped_prints_failed (0 ms)\n");
  GTEST_SKIP() << "really skipped";
}
TEST(Junk, failing_prints_skipped) {
  print("[  SKIPPED ] Junk.failing_prints_skipped (0 ms)\n");
  FAIL() << "not skipped at all";
}
TEST(Junk, invalid_utf8) {
  print("\xff\xfe\xc3\x28\xed\xa0\x80\xf8\n");
  FAIL() << "bad bytes \xff\xc3 end";
}
TEST(Junk, cdata_end) {
  print("]]> ]]]]>><![CDATA[ &amp; </system-out></testcase>\n");
  FAIL() << "]]></failure><boom attr=\"'&";
}
TEST(Junk, escape_codes) {
  print("\x1b[2J\x1b[31mred\x1b]0;title\x07\x9b\x08\r\n");
  FAIL() << "\x1b[2Jwiped";
}
TEST(Junk, nul_bytes) {
  std::fwrite("a\0b\0", 1, 4, stdout);
  std::fflush(stdout);
  FAIL() << "after the NUL";
}
TEST(Junk, workflow_command) { print("::error file=a.cc::forged\n##[error]forged\n"); }
