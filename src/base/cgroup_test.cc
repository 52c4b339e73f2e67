#include "base/cgroup.h"

#include <gmock/gmock.h>

namespace trireme::base {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string k_both = "9:name=systemd:/\n4:memory:/a:b\n2:cpuacct,cpu:/docker/x\n0::/user.slice/run\n";

TEST(Cgroup, FoldersOfVersion2) {
  EXPECT_THAT(cgroup_folders(k_both, ""),
              ElementsAre("/sys/fs/cgroup/", "/sys/fs/cgroup/user.slice", "/sys/fs/cgroup/user.slice/run"));
  EXPECT_THAT(cgroup_folders("0::/\n", ""), ElementsAre("/sys/fs/cgroup/"));
  EXPECT_THAT(cgroup_folders("0:://a\n", ""), ElementsAre("/sys/fs/cgroup/", "/sys/fs/cgroup/a"));
}

TEST(Cgroup, FoldersOfAControllerOfVersion1) {
  EXPECT_THAT(cgroup_folders(k_both, "cpu"),
              ElementsAre("/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu/docker", "/sys/fs/cgroup/cpu/docker/x"));
  EXPECT_THAT(cgroup_folders(k_both, "memory"), ElementsAre("/sys/fs/cgroup/memory", "/sys/fs/cgroup/memory/a:b"));
}

TEST(Cgroup, NoFoldersWhereThereIsNone) {
  EXPECT_THAT(cgroup_folders(k_both, "cpuset"), IsEmpty());
  for (const char* each : {"", "0", "0:", "0::", "0::x\n", ":::/\n"}) EXPECT_THAT(cgroup_folders(each, ""), IsEmpty()) << each;
}

}  // namespace
}  // namespace trireme::base
