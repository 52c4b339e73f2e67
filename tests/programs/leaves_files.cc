#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace {
void leave(const std::string& name) { std::ofstream(std::string(std::getenv("TRIREME_TMPDIR")) + "/" + name) << "left"; }
}  // namespace

TEST(LeaveFile, passes) { leave("of_passes"); }
TEST(LeaveFile, fails) {
  leave("of_fails");
  FAIL();
}
