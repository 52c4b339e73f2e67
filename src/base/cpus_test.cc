#include "base/cpus.h"

#include <gtest/gtest.h>

namespace trireme::base {
namespace {

TEST(Cpus, ReadsACgroupQuota) {
  EXPECT_EQ(cpu_quota("150000 100000\n"), 1.5);
  EXPECT_EQ(cpu_quota("max 100000\n"), std::nullopt);
  EXPECT_EQ(cpu_quota("150000\n100000\n"), 1.5);
  EXPECT_EQ(cpu_quota("-1\n100000\n"), std::nullopt);
  EXPECT_EQ(cpu_quota(""), std::nullopt);
  EXPECT_EQ(cpu_quota("1 0"), std::nullopt);
}

TEST(Cpus, AreAtLeastOne) { EXPECT_GE(available_cpus(), 1); }

}  // namespace
}  // namespace trireme::base
