#include "report/coverage_text.h"

#include <gmock/gmock.h>

namespace trireme::report {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Style k_plain{false, 80};

TEST(CoverageText, IsSafeWhateverALogHolds) {
  const std::string hostile = "\x1b]0;title\x07";
  const std::string text = coverage_text({hostile, "Name\n" + hostile, {hostile}, hostile, hostile, {}}, k_plain);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("Name\n\\x1b]0;title\\x07\n"));
}

}  // namespace
}  // namespace trireme::report
