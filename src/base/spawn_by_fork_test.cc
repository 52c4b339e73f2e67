#include "base/spawn_by_fork.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trireme::base {
namespace {

using testing::HasSubstr;

std::string output_of(SpawnSpec spec) {
  auto pipe = *make_pipe();
  spec.output = pipe.write.get();
  auto child = spawn(spec);
  EXPECT_TRUE(child) << child.error().text;
  pollfd end{.fd = child->pidfd(), .events = POLLIN};
  poll(&end, 1, -1);
  EXPECT_TRUE(child->reap().ok());
  std::string text(1000, '\0');
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(read(pipe.read.get(), text.data(), text.size()), 0)));
  return text;
}

SpawnSpec shell(const std::string& command) {
  return {.argv = {"/bin/sh", "-c", command}, .environment = {"GREEK=yes"}, .death_signal = SIGTERM};
}

TEST(SpawnByFork, GivesEnvironmentDirectoryAndOutput) {
  SpawnSpec spec = shell("echo $GREEK $(pwd); echo told >&2");
  spec.directory = "/usr";
  EXPECT_EQ(output_of(spec), "yes /usr\ntold\n");
}

TEST(SpawnByFork, GivesNoOtherDescriptors) { EXPECT_EQ(output_of(shell("ls /proc/self/fd | tr '\\n' ' '")), "0 1 2 3 "); }

TEST(SpawnByFork, SaysWhatCannotBeStarted) {
  const auto child = spawn({.argv = {"/nowhere/at-all"}, .death_signal = SIGTERM});
  ASSERT_FALSE(child);
  EXPECT_THAT(child.error().text, HasSubstr("/nowhere/at-all: No such file or directory"));
}

TEST(SpawnByFork, BecomesAnotherUser) {
  const passwd* other = getpwnam("daemon");
  if (geteuid() != 0 || other == nullptr) GTEST_SKIP() << "only root can";
  SpawnSpec spec = shell("id -u; id -g; id -G");
  spec.identity = Identity{"daemon", other->pw_uid, other->pw_gid};
  EXPECT_EQ(output_of(spec), fmt::format("{0}\n{1}\n{1}\n", other->pw_uid, other->pw_gid));
}

// A change of user would take it back if it came first.
TEST(SpawnByFork, EndsWithItsParentAsAnotherUserToo) {
  const passwd* other = getpwnam("daemon");
  auto pipe = *make_pipe();
  const pid_t parent = fork();
  ASSERT_GE(parent, 0);
  if (parent == 0) {
    SpawnSpec spec = shell("trap 'echo signalled; exit' TERM; echo ready; while :; do sleep 0.01; done");
    spec.output = pipe.write.get();
    if (geteuid() == 0 && other != nullptr) spec.identity = Identity{"daemon", other->pw_uid, other->pw_gid};
    auto child = spawn(spec);
    pollfd readable{.fd = pipe.read.get(), .events = POLLIN};
    poll(&readable, 1, 5000);
    _exit(child ? 0 : 1);
  }
  pipe.write.reset();
  waitpid(parent, nullptr, 0);
  std::string text;
  for (pollfd more{.fd = pipe.read.get(), .events = POLLIN}; poll(&more, 1, 5000) == 1;) {
    char piece[100];
    const ssize_t size = read(pipe.read.get(), piece, sizeof piece);
    if (size <= 0) break;
    text.append(piece, static_cast<std::size_t>(size));
  }
  EXPECT_EQ(text, "ready\nsignalled\n");
}

}  // namespace
}  // namespace trireme::base
