#include "execute/googletest/failures.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace trireme::execute::googletest {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

TEST(Failures, KeepsAllOfAFew) {
  Failures failures;
  for (int i = 0; i < 3; ++i) failures.add({"a.cc", i, "wrong"});
  const auto kept = failures.take();
  ASSERT_THAT(kept, SizeIs(3));
  EXPECT_EQ(kept[2].line, 2);
  EXPECT_THAT(failures.take(), IsEmpty());
}

TEST(Failures, KeepsTheFirstAndTheLastAndSaysHowManyAreLeftOut) {
  Failures failures;
  for (int i = 0; i < 200'000; ++i) failures.add({"a.cc", i, "wrong"});
  const auto kept = failures.take();
  EXPECT_LT(kept.size(), 2000U);
  EXPECT_EQ(kept.front().line, 0);
  EXPECT_EQ(kept.back().line, 199'999);
  std::size_t i = 1;
  while (i < kept.size() && kept[i].line == static_cast<int>(i)) ++i;
  EXPECT_EQ(kept[i].message, fmt::format("... {} failures left out ...", 200'001 - kept.size()));
  EXPECT_EQ(kept[i + 1].line, static_cast<int>(200'001 - kept.size() + i));
}

TEST(Failures, KeepsTheBeginningAndTheEndOfALongMessage) {
  Failures failures;
  failures.add({"a.cc", 1, "begin" + std::string(10 << 20, 'x') + "end"});
  const auto kept = failures.take();
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_LT(kept[0].message.size(), 256U << 10);
  EXPECT_THAT(kept[0].message, StartsWith("beginx"));
  EXPECT_THAT(kept[0].message, HasSubstr("x\n... the middle of a long text is left out ...\nx"));
  EXPECT_THAT(kept[0].message, EndsWith("xend"));
}

}  // namespace
}  // namespace trireme::execute::googletest
