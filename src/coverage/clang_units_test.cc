#include "coverage/clang_units.h"

#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// With lists of sources by what they are called; the first of each is the compiler's directory.
ClangProgram file(const std::string& path, std::unordered_map<std::uint64_t, SourceNumbers> lists) {
  return {.path = path, .is_object = path.ends_with(".o"), .modified = {}, .source_lists = std::move(lists)};
}

TEST(ClangUnits, AreObjectFilesInTheProgramsThatHaveTheirSources) {
  const ClangProgram object = file("a.o", {{7, {std::nullopt, 1, std::nullopt, 2}}});
  const ClangProgram one = file("one", {{7, {std::nullopt, 1, std::nullopt, 2}}});
  const ClangProgram two = file("two", {{7, {std::nullopt, 1, std::nullopt, 2}}});
  const ClangProgram other = file("other.o", {{8, {std::nullopt, 1}}});
  const auto units = clang_units({{&object, false, {}}, {&one, true, {3}}, {&two, false, {}}, {&other, false, {}}});
  ASSERT_THAT(units, SizeIs(2));
  EXPECT_EQ(units[0].notes, "a.o");
  EXPECT_EQ(units[0].object, "one") << "somebody has run it";
  EXPECT_THAT(units[0].files, UnorderedElementsAre("one", "two"));
  EXPECT_THAT(units[0].sources, ElementsAre(1, 2));
  EXPECT_THAT(units[0].contexts, ElementsAre(3));
  EXPECT_EQ(units[1].notes, "other.o");
  EXPECT_EQ(units[1].object, "");
  EXPECT_THAT(units[1].files, IsEmpty());
}

TEST(ClangUnits, OfNoObjectFileAreCompiledWhenTheirProgramIsLinked) {
  const ClangProgram program = file("program", {{7, {std::nullopt, 1, 1}}, {8, {std::nullopt, 2}}});
  const auto units = clang_units({{&program, true, {}}});
  ASSERT_THAT(units, SizeIs(2));
  for (const UnitSources& each : units) {
    EXPECT_EQ(each.notes, "program");
    EXPECT_THAT(each.files, ElementsAre("program"));
    EXPECT_THAT(each.sources, SizeIs(1));
  }
}

}  // namespace
}  // namespace trireme::coverage
