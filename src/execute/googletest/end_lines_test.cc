#include "execute/googletest/end_lines.h"

#include <gtest/gtest.h>

#include <string>

namespace trireme::execute::googletest {
namespace {

EndLines noted(const std::string& text) {
  EndLines lines;
  lines.note(text);
  return lines;
}

TEST(EndLines, FindTheLastOfThoseForATest) {
  const std::string text = "[       OK ] A.b (0 ms)\n[  FAILED  ] A.b (1 ms)\n[  SKIPPED ] A.c (0 ms)\n";
  const EndLines::Ended ended = noted(text).find(text, 0, "A.b");
  EXPECT_TRUE(ended.ok && ended.failed);
  EXPECT_FALSE(ended.skipped);
  EXPECT_EQ(text.substr(ended.begin, ended.after - ended.begin), "[  FAILED  ] A.b (1 ms)\n");
}

TEST(EndLines, DoNotTakeANameForTheBeginningOfAnother) {
  const std::string text = "[       OK ] A.bc (0 ms)\n[  FAILED  ] A.b\n[  FAILED  ] A.b, listed below\n";
  EXPECT_FALSE(noted(text).find(text, 0, "A.b"));
}

TEST(EndLines, KnowWhatFollowsAName) {
  const std::string text = "[       OK ] P/A.b/0, where GetParam() = 5 (3 ms)\n";
  EXPECT_TRUE(noted(text).find(text, 0, "P/A.b/0").ok);
}

TEST(EndLines, KnowNamesThatLookLikeWhatFollowsOne) {
  for (const std::string name : {"A.b (c) d", "A.b, c", "A.two\nlines"}) {
    const std::string text = "junk[       OK ] " + name + " (3 ms)\n";
    EXPECT_TRUE(noted(text).find(text, 0, name).ok) << name;
  }
}

TEST(EndLines, AreFoundInPiecesAndWithoutTheirNewline) {
  EndLines lines;
  const std::string whole = "x\n[       OK ] A.b (0 ms)";
  for (const std::size_t size : {1U, 8U, 16U}) {
    lines.note(whole.substr(0, size));
    EXPECT_FALSE(lines.find(whole.substr(0, size), 0, "A.b"));
  }
  EXPECT_TRUE(lines.find(whole, 0, "A.b"));
  lines.note(whole + "\n");
  EXPECT_TRUE(lines.find(whole + "\n", 0, "A.b"));
}

TEST(EndLines, AreForgottenWithTheirText) {
  const std::string first = "[  FAILED  ] A.b (0 ms)\n";
  const std::string second = "[       OK ] A.b (0 ms)\n";
  EndLines lines = noted(first + second);
  EXPECT_FALSE(lines.find(first + second, first.size(), "A.b").failed);
  lines.forget(first.size());
  const EndLines::Ended ended = lines.find(second, 0, "A.b");
  EXPECT_TRUE(ended.ok && !ended.failed);
  EXPECT_EQ(ended.begin, 0U);
}

}  // namespace
}  // namespace trireme::execute::googletest
