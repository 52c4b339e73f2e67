#include <gtest/gtest.h>

#include <cstdio>
#include <string>

TEST(Flood, prints_50_mb) {
  const std::string line(1023, 'x');
  for (int i = 0; i < 50 * 1024; ++i) std::puts(line.c_str());
}
TEST(Flood, prints_one_long_line_and_fails) {
  const std::string line(5 << 20, 'y');
  std::fputs(line.c_str(), stdout);
  FAIL() << "after the flood";
}
TEST(Flood, passes_after) {}
