#include "execute/core_file.h"

#include <gmock/gmock.h>

namespace trireme::execute {
namespace {

TEST(CoreGlob, IsWhatTheKernelWouldWrite) {
  EXPECT_EQ(core_glob("core", false, 7), "core");
  EXPECT_EQ(core_glob("core", true, 7), "core.7");
  EXPECT_EQ(core_glob("/cores/%e.%p", true, 7), "/cores/*.7");
  EXPECT_EQ(core_glob("100%%.%t.%", false, 7), "100%.*.");
  EXPECT_EQ(core_glob("[core]*", false, 7), "\\[core]\\*");
}

TEST(CoreOf, SaysWhyThereIsNone) {
  EXPECT_THAT(core_of({.program = "/bin/true"}, 7).error().text, testing::HasSubstr("ulimit -c"));
}

}  // namespace
}  // namespace trireme::execute
