#include "execute/googletest/slicer.h"

#include <gtest/gtest.h>

namespace trireme::execute::googletest {
namespace {

TEST(Slicer, CutsAtGoogleTestsLines) {
  Slicer slicer;
  slicer.append("set-up\n[ RUN      ] A.one\nhello\n[       OK ] A.one (0 ms)\n");
  slicer.start("A.one");
  const Slicer::Slice slice = slicer.close();
  EXPECT_EQ(slice.text.head, "hello\n");
  EXPECT_FALSE(slice.said_failed || slice.said_skipped);
  EXPECT_EQ(slicer.take_outside().head, "set-up\n");
}

TEST(Slicer, ShowsTheLastLines) {
  Slicer slicer;
  EXPECT_EQ(slicer.last_lines(2), "");
  slicer.append("[ RUN      ] A.one\none\n");
  slicer.start("A.one");
  EXPECT_EQ(slicer.last_lines(2), "one");
  slicer.append("two\n\nthree");
  EXPECT_EQ(slicer.last_lines(2), "\nthree");
  EXPECT_EQ(slicer.last_lines(9), "one\ntwo\n\nthree");
  slicer.append(std::string(2 << 20, 'x'));
  EXPECT_EQ(slicer.last_lines(9).size(), 4096U);
}

TEST(Slicer, FindsALineGluedToOtherText) {
  Slicer slicer;
  slicer.append("no newline[ RUN      ] A.one\nhello[  FAILED  ] A.one (0 ms)\n");
  slicer.start("A.one");
  const Slicer::Slice slice = slicer.close();
  EXPECT_EQ(slice.text.head, "hello");
  EXPECT_TRUE(slice.said_failed);
}

TEST(Slicer, KnowsColouredLines) {
  Slicer slicer;
  slicer.append(
      "\x1b[0;32m[----------] \x1b[m1 test from A\n\x1b[0;32m[ RUN      ] \x1b[mA.one\nwhy\n"
      "\x1b[0;33m[  SKIPPED ] \x1b[mA.one (0 ms)\n\x1b[0;32m[ RUN      ] \x1b[mA.two\n2");
  slicer.start("A.one");
  const Slicer::Slice slice = slicer.close();
  EXPECT_EQ(slice.text.head, "why\n");
  EXPECT_TRUE(slice.said_skipped);
  slicer.start("A.two");
  EXPECT_EQ(slicer.close().text.head, "2");
  EXPECT_EQ(slicer.take_outside().head, "");
}

TEST(Slicer, TellsASkip) {
  Slicer slicer;
  slicer.append("[ RUN      ] A.one\nwhy\n[  SKIPPED ] A.one (0 ms)\n");
  slicer.start("A.one");
  EXPECT_TRUE(slicer.close().said_skipped);
}

TEST(Slicer, GivesTheNextTestItsOwnOutput) {
  Slicer slicer;
  slicer.append("[ RUN      ] A.one\n1\n[       OK ] A.one (0 ms)\n[ RUN      ] A.two\n2\n");
  slicer.start("A.one");
  EXPECT_EQ(slicer.close().text.head, "1\n");
  slicer.start("A.two");
  slicer.append("3\n");
  EXPECT_EQ(slicer.close().text.head, "2\n3\n");
}

TEST(Slicer, LeavesAForgedLineInTheOutput) {
  Slicer slicer;
  slicer.append("[ RUN      ] A.one\n[ RUN      ] A.two\n[       OK ] A.two (0 ms)\n[       OK ] A.one (0 ms)\n");
  slicer.start("A.one");
  EXPECT_EQ(slicer.close().text.head, "[ RUN      ] A.two\n[       OK ] A.two (0 ms)\n");
}

TEST(Slicer, CutsByArrivalWithoutLines) {
  Slicer slicer;
  slicer.append("before\n");
  slicer.start("A.one");
  slicer.append("inside\n");
  EXPECT_EQ(slicer.close().text.head, "inside\n");
  EXPECT_EQ(slicer.take_outside().head, "before\n");
}

TEST(Slicer, BoundsItsMemory) {
  Slicer slicer;
  slicer.start("A.one");
  const std::string much(1 << 20, 'x');
  for (int i = 0; i < 20; ++i) slicer.append(much);
  const model::Captured text = slicer.close().text;
  EXPECT_LT(text.head.size() + text.tail.size(), 200U * 1024);
  EXPECT_EQ(text.head.size() + text.tail.size() + text.omitted, 20U << 20);
}

}  // namespace
}  // namespace trireme::execute::googletest
