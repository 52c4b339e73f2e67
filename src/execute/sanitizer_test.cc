#include "execute/sanitizer.h"

#include <gtest/gtest.h>

namespace trireme::execute {
namespace {

std::string found(const std::string& text) { return sanitizer_finding({.head = text}); }

TEST(SanitizerFinding, IsWhatTheSummarySays) {
  EXPECT_EQ(found("==7==ERROR: …\nSUMMARY: AddressSanitizer: heap-use-after-free a.cc:21 in f()\n==7==ABORTING\n"),
            "AddressSanitizer: heap-use-after-free a.cc:21 in f()");
  EXPECT_EQ(found("SUMMARY: ThreadSanitizer: data race a.cc:29 in g()"), "ThreadSanitizer: data race a.cc:29 in g()");
}

TEST(SanitizerFinding, IsTheLastOfSeveral) {
  EXPECT_EQ(found("SUMMARY: LeakSanitizer: one\nSUMMARY: LeakSanitizer: two\n"), "LeakSanitizer: two");
  const model::Captured cut{
      .head = "SUMMARY: AddressSanitizer: one\n", .omitted = 7, .tail = "SUMMARY: AddressSanitizer: two\n"};
  EXPECT_EQ(sanitizer_finding(cut), "AddressSanitizer: two");
  EXPECT_EQ(sanitizer_finding({.head = cut.head, .omitted = 7, .tail = "nothing"}), "AddressSanitizer: one");
}

TEST(SanitizerFinding, IsARuntimeErrorOfUndefinedBehaviour) {
  EXPECT_EQ(found("x\na.cc:25:23: runtime error: signed integer overflow: 1 + 2\ny\n"),
            "UndefinedBehaviorSanitizer: signed integer overflow: 1 + 2 (a.cc:25:23)");
  EXPECT_EQ(found("a.cc:1:2: runtime error: bad\nSUMMARY: UndefinedBehaviorSanitizer: undefined-behavior a.cc:1:2 in \n"),
            "UndefinedBehaviorSanitizer: bad (a.cc:1:2)");
  EXPECT_EQ(found(": runtime error: \n"), "UndefinedBehaviorSanitizer:  ()");
}

TEST(SanitizerFinding, IsNotInOtherText) {
  EXPECT_EQ(found(""), "");
  EXPECT_EQ(found("SUMMARY: all is well\nSUMMARY: My Sanitizer: no\nSUMMARY: Sanitizer\n"), "");
  EXPECT_EQ(found("SUMMARY: AddressSanitizer"), "");
}

TEST(SanitizerFinding, IsShortenedWhenItIsLong) {
  EXPECT_LE(found("SUMMARY: AddressSanitizer: " + std::string(1 << 20, 'x')).size(), 400U);
}

}  // namespace
}  // namespace trireme::execute
