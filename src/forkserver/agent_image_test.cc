#include "forkserver/agent_image.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace trireme::forkserver {
namespace {

TEST(AgentImage, cannot_be_changed_by_whoever_opens_it) {
  const int agent = agent_descriptor().value();
  struct stat status {};
  ASSERT_EQ(fstat(agent, &status), 0);
  const base::Fd again(open(("/proc/self/fd/" + std::to_string(agent)).c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_TRUE(again);
  EXPECT_EQ(pwrite(again.get(), "x", 1, 0), -1);
  EXPECT_EQ(errno, EPERM);
  for (const off_t size : {off_t{0}, status.st_size + 1}) {
    EXPECT_EQ(ftruncate(again.get(), size), -1);
    EXPECT_EQ(errno, EPERM);
  }
  EXPECT_EQ(fcntl(again.get(), F_ADD_SEALS, F_SEAL_SEAL), -1) << "it is sealed for good";
}

}  // namespace
}  // namespace trireme::forkserver
