// The subjects are programs that every system has.
#include "forkserver/server.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>

#include "base/temp_dir.h"

namespace trireme::forkserver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct ServerTest : testing::Test {
  static Answer answer_of(Server& server) {
    for (;;) {
      if (auto answer = server.receive()) return *answer;
      pollfd ready{.fd = server.socket(), .events = POLLIN, .revents = 0};
      if (poll(&ready, 1, 5000) != 1) return {Answer::Kind::gone, 0, "no answer came"};
    }
  }

  Server started(const std::string& program) {
    auto server = Server::start({.argv = {program, "--version"}, .environment = environment});
    EXPECT_TRUE(server);
    EXPECT_EQ(answer_of(*server).kind, Answer::Kind::ready);
    return *std::move(server);
  }

  struct Ran {
    std::string output;
    base::ExitStatus status;
  };
  Ran run(Server& server, const std::vector<std::string>& argv) {
    auto pipe = base::make_pipe();
    EXPECT_TRUE(server.ask_for({.argv = argv, .environment = environment, .output = pipe->write.get()}));
    pipe->write.reset();
    const Answer answer = answer_of(server);
    EXPECT_EQ(answer.kind, Answer::Kind::started) << answer.why;
    auto child = server.child(answer.pid);
    pollfd ended{.fd = child->pidfd(), .events = POLLIN, .revents = 0};
    poll(&ended, 1, 5000);
    std::array<char, 4096> text{};
    const ssize_t size = read(pipe->read.get(), text.data(), text.size());
    return {size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "", child->reap()};
  }

  std::vector<std::string> environment = {"PATH=/usr/bin:/bin", "CALLER=here"};
};

TEST_F(ServerTest, runs_main_with_other_arguments_each_time) {
  Server server = started("/bin/echo");
  EXPECT_EQ(run(server, {"/bin/echo", "one", "two words"}).output, "one two words\n");
  EXPECT_EQ(run(server, {"/bin/echo", "again"}).output, "again\n");
}

TEST_F(ServerTest, tells_how_a_child_ended) {
  Server server = started("/bin/sh");
  EXPECT_EQ(run(server, {"/bin/sh", "-c", "exit 7"}).status.code, 7);
  EXPECT_EQ(run(server, {"/bin/sh", "-c", "kill -SEGV $$"}).status.signal, SIGSEGV);
  EXPECT_TRUE(run(server, {"/bin/sh", "-c", ":"}).status.ok());
}

TEST_F(ServerTest, gives_each_child_its_environment_and_nothing_of_ours) {
  Server server = started("/usr/bin/env");
  environment = {"PATH=/usr/bin:/bin", "NEW=value"};
  EXPECT_EQ(run(server, {"/usr/bin/env"}).output, "PATH=/usr/bin:/bin\nNEW=value\n");
}

TEST_F(ServerTest, leaves_the_callers_preload_as_it_was) {
  environment.push_back("LD_PRELOAD=libm.so.6");
  Server server = started("/usr/bin/env");
  EXPECT_THAT(run(server, {"/usr/bin/env"}).output, HasSubstr("LD_PRELOAD=libm.so.6\n"));
}

TEST_F(ServerTest, shows_its_children_as_executed_ones) {
  Server server = started("/bin/cat");
  const std::string nul(1, '\0');
  EXPECT_EQ(run(server, {"/bin/cat", "/proc/self/cmdline"}).output, "/bin/cat" + nul + "/proc/self/cmdline" + nul);
  EXPECT_EQ(run(server, {"/bin/cat", "/proc/self/environ"}).output, "PATH=/usr/bin:/bin" + nul + "CALLER=here" + nul);
}

TEST_F(ServerTest, leaves_no_descriptor_open) {
  Server server = started("/bin/ls");
  EXPECT_EQ(run(server, {"/bin/ls", "/proc/self/fd"}).output, "0\n1\n2\n3\n") << "3 is the directory itself";
}

TEST_F(ServerTest, puts_each_child_in_a_group_of_its_own) {
  Server server = started("/bin/sh");
  EXPECT_EQ(run(server, {"/bin/sh", "-c", "test $(cut -d' ' -f5 /proc/$$/stat) = $$"}).status.code, 0);
}

TEST_F(ServerTest, says_when_the_program_does_not_stop) {
  auto server = Server::start({.argv = {"/sbin/ldconfig", "--version"}, .environment = environment});
  ASSERT_TRUE(server);
  EXPECT_EQ(answer_of(*server).kind, Answer::Kind::gone) << "it is linked statically";
}

TEST_F(ServerTest, reaps_the_child_of_a_dead_server) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  Server server = started("/bin/sh");
  const Ran ran = run(server, {"/bin/sh", "-c", "kill -KILL $PPID; exit 9"});
  EXPECT_EQ(ran.status.code, 9);
  EXPECT_EQ(answer_of(server).kind, Answer::Kind::gone);
}

TEST_F(ServerTest, ends_with_its_child_when_nobody_owns_it) {
  pid_t pid = 0;
  {
    Server server = started("/bin/echo");
    pid = server.pid();
    EXPECT_EQ(kill(pid, 0), 0);
  }
  EXPECT_NE(kill(pid, 0), 0);
}

}  // namespace
}  // namespace trireme::forkserver
