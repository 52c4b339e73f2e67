#include "coverage/included_names.h"

#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(IncludedNames, AreWithoutDirectories) {
  EXPECT_THAT(included_names("#include \"a\"\nint a;\n #\t include <b/c/d.x>\n#include_next <e>"),
              ElementsAre("a", "d.x", "e"));
}

TEST(IncludedNames, AreThoseOfDirectives) {
  EXPECT_THAT(included_names("include \"a\"\n#define x\ninclude \"b\"\n// include <c>\n"), IsEmpty());
  EXPECT_THAT(included_names("#include MACRO\n\"a\""), IsEmpty());
  EXPECT_THAT(included_names("#include"), IsEmpty());
  EXPECT_THAT(included_names("#include \"a"), IsEmpty());
}

}  // namespace
}  // namespace trireme::coverage
