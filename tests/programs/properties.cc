#include <gtest/gtest.h>

TEST(Properties, recorded) {
  RecordProperty("answer", 42);
  RecordProperty("nasty", "<&\"\n]]>");
}
