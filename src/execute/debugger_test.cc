#include "execute/debugger.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

#include "base/child.h"
#include "base/environment.h"

namespace trireme::execute {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(FramesIn, KeepsThreadsAndFramesOnly) {
  EXPECT_EQ(frames_in("warning: x\n\nThread 1 (LWP 7):\n#0  f () at a.cc:1\n1\ta.cc: No such file\n[Inferior 1 detached]\n"),
            "Thread 1 (LWP 7):\n#0  f () at a.cc:1\n");
}

TEST(FramesIn, IsEmptyWithoutFrames) {
  EXPECT_EQ(frames_in(""), "");
  EXPECT_EQ(frames_in("ptrace: Operation not permitted.\nThread 1 is a zombie"), "");
}

TEST(FramesIn, IsBounded) {
  std::string many;
  for (int i = 0; i < 100000; ++i) many += "#0  f ()\n";
  EXPECT_LT(frames_in(many).size(), 65U * 1024);
  EXPECT_THAT(frames_in(many), testing::EndsWith("...\n"));
}

TEST(CrashFramesIn, AreThoseBelowTheHandlerOfTheThread) {
  const char* const frames =
      "Thread 2 (Thread 0x7f (LWP 8) \"a\"):\n#0  0x01 in recv ()\n#1  <signal handler called>\n#2  0x02 in f (a=1) at a.cc:1\n"
      "#3  main ()\nThread 1 (Thread 0x7f (LWP 7) \"a\"):\n#0  g ()\n#10 <signal handler called>\n#11 h ()\n";
  EXPECT_EQ(crash_frames_in(frames, 8), "#0  0x02 in f (a=1) at a.cc:1\n#1  main ()\n");
  EXPECT_EQ(crash_frames_in(frames, 7), "#0  h ()\n");
  EXPECT_EQ(crash_frames_in(frames, 9), "");
}

TEST(CrashFramesIn, AreFoundBehindMuchElse) {
  std::string many = "Thread 2 (LWP 8):\n";
  for (int i = 0; i < 100000; ++i) many += "#0  f ()\n";
  EXPECT_EQ(crash_frames_in(many + "Thread 1 (LWP 7):\n#0  <signal handler called>\n#1  g ()\n", 7), "#0  g ()\n");
}

TEST(CrashFramesIn, AreFoundInTheOnlyThread) {
  EXPECT_EQ(crash_frames_in("Thread 1 (process 70):\n#0  f ()\n", 7), "");
  EXPECT_EQ(crash_frames_in("Thread 1 (process 7):\n#0  f ()\n", 7), "") << "it is in no handler";
  EXPECT_EQ(crash_frames_in("Thread 1 (LWP 7 \"a\"):\n#0  <signal handler called>\n#1  f ()\n", 7), "#0  f ()\n");
}

TEST(CoreFramesIn, AreOfTheThreadThatCrashed) {
  const char* const printed =
      "[New LWP 8]\nProgram terminated with signal SIGSEGV.\n#0  0x02 in f ()\n[Current thread is 1 (LWP 8)]\n"
      "  Num  Description       Connection Executable\n* 1    process 7         1 (core)   /a/test\n#0  0x02 in f ()\n#1  main "
      "()\n";
  EXPECT_EQ(core_frames_in(printed), "#0  0x02 in f ()\n#1  main ()\n");
  EXPECT_EQ(core_frames_in("no core\n"), "");
  EXPECT_TRUE(is_core_of(printed, 7));
  EXPECT_FALSE(is_core_of(printed, 8));
  EXPECT_FALSE(is_core_of(printed, 70));
}

class Debugging : public testing::Test {
 protected:
  // What comes of a request for the stacks of `process`.
  std::string stacks_of(Debugger& debugger, pid_t process) {
    std::string got = "(nothing)";
    debugger.take_stacks({process}, [&](std::string stacks) { got = std::move(stacks); });
    loop_.restart();
    loop_.run_for(std::chrono::seconds(30));
    return got;
  }
  base::Child sleeper_ = *base::spawn({.argv = {"/bin/sleep", "100"}, .environment = {}});
  asio::io_context loop_;
};

TEST_F(Debugging, GivesTheStacksOfAProcess) {
  if (base::find_program("gdb").empty()) GTEST_SKIP() << "gdb is not installed";
  Debugger debugger(loop_, 1);
  EXPECT_THAT(stacks_of(debugger, sleeper_.pid()), HasSubstr("\n#0 "));
  EXPECT_EQ(stacks_of(debugger, sleeper_.pid()), "no stacks: 1 of this run were taken before (--stacks=1)");
  EXPECT_EQ(waitpid(sleeper_.pid(), nullptr, WNOHANG), 0) << "it lives on";
}

TEST_F(Debugging, SaysWhyThereAreNone) {
  Debugger debugger(loop_, 5);
  EXPECT_THAT(stacks_of(debugger, 1 << 30), StartsWith("no stacks: gdb"));
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  EXPECT_EQ(stacks_of(debugger, sleeper_.pid()), "no stacks: gdb is not installed");
  setenv("PATH", path.c_str(), 1);
}

TEST_F(Debugging, IsSilentAboutAProcessThatHasBeenLeft) {
  Debugger debugger(loop_, 5);
  bool told = false;
  debugger.take_stacks({sleeper_.pid()}, [&](const std::string&) { told = true; });
  debugger.leave(sleeper_.pid());
  EXPECT_THAT(debugger.pids(), testing::IsEmpty());
  loop_.run_for(std::chrono::seconds(1));
  EXPECT_FALSE(told);
}

}  // namespace
}  // namespace trireme::execute
