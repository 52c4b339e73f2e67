#include "coverage/llvm_export.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string exported(const std::string& functions) {
  return fmt::format(R"json({{"data": [{{"files": [], "functions": [{}]}}], "type": "llvm.coverage.json.export"}})json",
                     functions);
}

std::string function(const std::string& regions, const std::string& more = "") {
  return fmt::format(R"json({{"name": "a.cc:_Z1fv", "count": 3, "filenames": ["a.cc", "/other/b.h"], "regions": [{}]{}}})json",
                     regions, more);
}

base::Result<std::vector<ExportedFunction>> parse(const std::string& text) {
  return parse_llvm_export(text, "/b", [](std::string_view directory, std::string_view name) {
    return fmt::format("{} {}", directory, name) == "/b a.cc" ? std::optional(7U) : std::nullopt;
  });
}

TEST(LlvmExportTest, HasRegionsWithTheirCounts) {
  const auto functions =
      *parse(exported(function("[1,2,3,4,5,0,0,0], [2,1,2,9,6,0,1,1], [1,1,1,5,8,1,0,3], [1,1,1,5,8,1,0,5]")));
  ASSERT_EQ(functions.size(), 1);
  const auto& [name, mapping, counters] = functions[0];
  EXPECT_EQ(name, "a.cc:_Z1fv");
  EXPECT_THAT(mapping.files, ElementsAre(std::optional(7U), std::nullopt));
  ASSERT_EQ(mapping.regions.size(), 3);
  EXPECT_EQ(mapping.regions[0].range, (Range{{1, 2}, {3, 4}}));
  EXPECT_EQ(mapping.regions[0].kind, RegionKind::code);
  EXPECT_EQ(mapping.regions[1].kind, RegionKind::expansion);
  EXPECT_EQ(mapping.regions[1].expanded, 1);
  EXPECT_EQ(mapping.regions[2].kind, RegionKind::gap);
  const Counted counted(mapping, counters.data());
  EXPECT_EQ(counted.of(mapping.regions[0].count), 5);
  EXPECT_EQ(counted.of(mapping.regions[1].count), 6);
  EXPECT_EQ(counted.of(mapping.regions[2].count), 8);
  EXPECT_EQ(mapping.counters, counters.size());
}

TEST(LlvmExportTest, HasBranchesWithBothCounts) {
  const auto functions = *parse(exported(function("[1,2,3,4,5,0,0,0]", R"(, "branches": [[2,1,2,5,3,2,0,0,4]])")));
  const auto& [name, mapping, counters] = functions.at(0);
  const Region& branch = mapping.regions.at(1);
  EXPECT_EQ(branch.kind, RegionKind::branch);
  const Counted counted(mapping, counters.data());
  EXPECT_EQ(counted.of(branch.count), 3);
  EXPECT_EQ(counted.of(branch.alternative), 2);
}

TEST(LlvmExportTest, RefusesWhatMakesNoSense) {
  for (const char* regions : {"", "[1,2,3]", "[3,4,1,2,5,0,0,0]", "[1,2,3,4,5,2,0,0]", "[1,2,3,4,5,0,2,1]",
                              "[1,2,99999999,4,5,0,0,0]", "[1,2,3,4,\"5\",0,0,0]"}) {
    const auto functions = parse(exported(function(regions)));
    ASSERT_FALSE(functions) << regions;
    EXPECT_THAT(functions.error().text, HasSubstr("of a form that is not known")) << regions;
  }
  EXPECT_EQ(parse("{").error().text, "has printed no JSON");
  EXPECT_EQ(parse("").error().text, "has printed no JSON");
}

}  // namespace
}  // namespace trireme::coverage
