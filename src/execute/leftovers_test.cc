#include "execute/leftovers.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"

namespace trireme::execute {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

pid_t sleeper(pid_t group, const char* variable) {
  const pid_t pid = fork();
  if (pid != 0) return pid;
  setpgid(0, group);
  const char* const environment[] = {variable, nullptr};
  execle("/bin/sleep", "sleep", "300", nullptr, environment);
  _exit(127);
}

bool is_gone(pid_t pid) { return kill(pid, 0) != 0; }

// Has it executed its program?
void await(pid_t pid) {
  for (int i = 0; i < 1000 && getpgid(pid) == getpgrp(); ++i) usleep(1000);
  usleep(50'000);
}

TEST(Leftovers, AreTheWorkersOwn) {
  const pid_t mine = sleeper(0, "TRIREME_WORKER=gw1");
  const pid_t others = sleeper(0, "TRIREME_WORKER=gw11");
  await(mine);
  await(others);
  const auto ended = end_leftovers("gw1", {});
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].pid, mine);
  EXPECT_EQ(ended[0].command, "sleep 300");
  // Its start is told, however long it takes from its end to the question.
  const double age = ended[0].age();
  EXPECT_LT(age, 60);
  usleep(100'000);
  EXPECT_GE(ended[0].age(), age + 0.1);
  EXPECT_TRUE(is_gone(mine));
  EXPECT_FALSE(is_gone(others));
  EXPECT_THAT(end_leftovers("", {others}), IsEmpty());
  EXPECT_THAT(end_leftovers("", {}), SizeIs(1));
  EXPECT_TRUE(is_gone(others));
}

TEST(Leftovers, AreFoundInTheGroupOfAProcess) {
  const pid_t leader = sleeper(0, "A=1");
  await(leader);
  const pid_t member = sleeper(leader, "A=1");
  await(member);
  const auto ended = end_group(leader).left;
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].pid, member);
  EXPECT_EQ(ended[0].program, "sleep");
  EXPECT_TRUE(is_gone(member)) << "it could be found again";
  EXPECT_THAT(end_leftovers("", {leader}), IsEmpty());
  waitpid(leader, nullptr, 0);
}

TEST(Leftovers, AreNotWhatHasEnded) {
  const pid_t leader = sleeper(0, "A=1");
  await(leader);
  const pid_t member = sleeper(leader, "A=1");
  await(member);
  kill(-leader, SIGKILL);
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(member), &info, WEXITED | WNOWAIT);
  const auto ended = end_group(leader);
  EXPECT_THAT(ended.killed, testing::ElementsAre("sleep"));
  EXPECT_THAT(ended.left, IsEmpty());
  waitpid(leader, nullptr, 0);
  waitpid(member, nullptr, 0);
}

TEST(Leftovers, AreToldInAFewLines) {
  EXPECT_EQ(told({{.pid = 7, .command = "sleep 300"}}), "left 1 process behind, which was killed:\n  pid 7: sleep 300");
  const std::string many = told(std::vector<Leftover>(10'000, {.pid = 7, .command = "x"}));
  EXPECT_EQ(std::count(many.begin(), many.end(), '\n'), 11);
  EXPECT_THAT(many, testing::EndsWith("\n  and 9990 more"));
}

}  // namespace
}  // namespace trireme::execute
