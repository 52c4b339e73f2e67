#include "report/failure_text.h"

#include <gtest/gtest.h>

namespace trireme::report {
namespace {

using model::Captured;
using model::Failure;
using model::Outcome;

constexpr Style k_narrow{false, 20};

TEST(FailureText, says_where_why_what_was_printed_and_how_to_repeat) {
  const std::vector<Failure> failures = {{"a.cc", 7, "Expected equality\n  1\n  2"}, {"", 0, "thrown"}};
  const Captured output{"hello", 0, ""};
  const std::string command = "./b --gtest_filter=A.b";
  EXPECT_EQ(failure_text({"b::A.b", "gw1", Outcome::failed, "", failures, output, "/tmp/d", command}, k_narrow),
            "______ b::A.b ______\n"
            "[gw1] linux\n"
            "a.cc:7: Expected equality\n  1\n  2\n"
            "thrown\n"
            "- Captured output --\n"
            "hello\n"
            "kept: /tmp/d\n"
            "repeat: ./b --gtest_filter=A.b\n");
}

TEST(FailureText, a_crash_says_so_and_why) {
  EXPECT_EQ(failure_text({"b::A.b", "gw1", Outcome::crashed, "killed by SIGSEGV", {}, {}, "", ""}, k_narrow),
            "__ CRASHED b::A.b __\n[gw1] linux\nkilled by SIGSEGV\n");
}

TEST(FailureText, lists_the_nearest_that_ran_before_a_test_that_passes_alone) {
  model::TestFinished test{.test = {.id = "b::A.z"}, .outcome = Outcome::failed, .reason = "passes alone"};
  test.ran_before = {"b::A.a", "b::A.b\x1b"};
  EXPECT_EQ(failure_text(view_of(test), k_narrow),
            "______ b::A.z ______\npasses alone\nran before it in its process:\n  b::A.a\n  b::A.b\\x1b\n");
  test.repeat_command = "trireme bisect b::A.z";
  EXPECT_NE(failure_text(view_of(test), k_narrow).find("find out: trireme bisect b::A.z\n"), std::string::npos);
  for (int i = 0; i < 98; ++i) test.ran_before.push_back("b::B." + std::to_string(i));
  const std::string text = failure_text(view_of(test), k_narrow);
  EXPECT_NE(text.find("ran before it in its process, the last 10 of 100:\n  b::B.88\n"), std::string::npos) << text;
}

TEST(FailureText, shows_what_the_server_wrote) {
  model::TestFinished test{.test = {.id = "b::A.z"}, .outcome = Outcome::failed};
  test.server_log = "ERROR:  wrong\x1b";
  EXPECT_EQ(failure_text(view_of(test), k_narrow), "______ b::A.z ______\n---- Server log ----\nERROR:  wrong\\x1b\n");
}

TEST(FailureText, says_how_much_output_is_missing) {
  const Captured output{"head", 1234, "tail\n"};
  EXPECT_EQ(failure_text({"b", "", Outcome::failed, "", {}, output, "", ""}, k_narrow),
            "________ b _________\n- Captured output --\nhead\n... 1234 bytes left out ...\ntail\n");
}

TEST(FailureText, nothing_a_test_says_can_steer_the_terminal) {
  const std::vector<Failure> failures = {{"a\x1b[0m.cc", 7, "x\r\xff"}};
  const Captured output{"\x1b]0;title\x07", 0, ""};
  const std::string text =
      failure_text({"b::A\n.b", "w", Outcome::failed, "why\x1b[2J\nof", failures, output, "d\x1b", "rm\x1b"}, k_narrow);
  for (const char c : text) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f)) << static_cast<int>(c);
}

TEST(FailureText, of_a_program_that_could_not_be_collected) {
  EXPECT_EQ(collection_error_text({"build/x", "crashed\nat once"}, {false, 30}),
            "__ ERROR collecting build/x __\ncrashed\nat once\n");
}

TEST(FailureText, the_reason_comes_before_the_first_failure) {
  EXPECT_EQ(first_line("", {{"a.cc", 7, "one\ntwo"}}), "one");
  EXPECT_EQ(first_line("killed", {{"a.cc", 7, "one"}}), "killed");
  EXPECT_EQ(first_line("", {}), "");
}

}  // namespace
}  // namespace trireme::report
