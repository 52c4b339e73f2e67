#include "execute/channel.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <asio/io_context.hpp>
#include <cerrno>
#include <string>
#include <vector>

#include "agent/wire.h"
#include "base/fd.h"

namespace trireme::execute {
namespace {

const std::string k_preface = "gtest_streaming_protocol_version=1.0\n";
const std::string k_claim = k_preface + "event=TestProgramStart\n";

int connected(int kind, const sockaddr* address, socklen_t size) {
  const int fd = socket(kind, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return connect(fd, address, size) == 0 ? fd : -1;
}

int connected_to_port(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connected(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int connected_locally(int port) {
  const agent::ChannelAddress address = agent::channel_address(static_cast<std::uint32_t>(port));
  return connected(AF_UNIX, reinterpret_cast<const sockaddr*>(&address.name), address.size);
}

// By the port, and by the local socket that forked processes are led to.
class ChannelTest : public testing::TestWithParam<int (*)(int)> {
 protected:
  ~ChannelTest() override {
    for (const pid_t each : children_) {
      kill(each, SIGKILL);
      waitpid(each, nullptr, 0);
    }
  }

  // A process that connects, says so, and lives on; its pid.
  pid_t start(const std::string& text) {
    base::Pipe said = base::make_pipe().value();
    const pid_t pid = fork();
    if (pid == 0) {
      const int fd = GetParam()(listener_.port());
      const bool sent = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
      if (sent) (void)!write(said.write.get(), "x", 1);
      said.write.reset();
      pause();
      _exit(0);
    }
    children_.push_back(pid);
    said.write.reset();
    char byte = 0;
    while (read(said.read.get(), &byte, 1) < 0 && errno == EAGAIN) usleep(1000);
    EXPECT_EQ(byte, 'x') << "it did not connect";
    return pid;
  }

  asio::io_context loop_;
  Readiness readiness_{loop_};
  Listener listener_{loop_};
  Channel channel_{listener_, readiness_, [] {}};
  std::vector<pid_t> children_;
};

TEST_P(ChannelTest, BelievesTheProcessItself) {
  channel_.watch(start(k_claim));
  EXPECT_EQ(channel_.receive().bytes, k_claim);
}

TEST_P(ChannelTest, BelievesNobodyElse) {
  const pid_t leader = start(k_preface);
  start(k_claim + "event=TestEnd&passed=1&elapsed_time=0ms\n");
  const base::Fd own(GetParam()(listener_.port()));
  ASSERT_TRUE(base::write_all(own.get(), k_claim.data(), k_claim.size()));
  channel_.watch(leader);
  const Channel::Received received = channel_.receive();
  EXPECT_EQ(received.bytes, "");
  EXPECT_FALSE(received.second_claim) << "a stranger is no error of the program";
}

TEST_P(ChannelTest, TakesNoNoticeOfDeathTestChildren) {
  channel_.watch(getpid());
  start(k_preface);
  start(k_claim);
  start(k_preface);
  const Channel::Received received = channel_.receive();
  EXPECT_EQ(received.bytes, k_claim);
  EXPECT_FALSE(received.second_claim);
}

TEST_P(ChannelTest, TellsOfASecondChannelOfTheFamily) {
  channel_.watch(getpid());
  start(k_claim);
  EXPECT_FALSE(channel_.receive().second_claim);
  start(k_claim);
  const Channel::Received received = channel_.receive();
  EXPECT_TRUE(received.second_claim);
  EXPECT_EQ(received.bytes, "");
}

// Connected, and the connection inherited by the processes that it forks.
class LocalChannel : public testing::Test {
 protected:
  LocalChannel() : socket_(connected_locally(listener_.port())) { channel_.watch(getpid()); }

  bool say(const std::string& text) const { return base::write_all(socket_.get(), text.data(), text.size()); }
  void say_forked(const std::string& text) const {
    const pid_t child = fork();
    if (child == 0) _exit(say(text) ? 0 : 1);
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }

  asio::io_context loop_;
  Readiness readiness_{loop_};
  Listener listener_{loop_};
  Channel channel_{listener_, readiness_, [] {}};
  base::Fd socket_;
  const std::string end_ = "event=TestEnd&passed=1&elapsed_time=0ms\n";
};

TEST_F(LocalChannel, LeavesOutWhatAForkedProcessSays) {
  const std::string own = "event=TestProgramEnd&passed=1\n";
  ASSERT_TRUE(say(k_claim));
  say_forked(end_);
  ASSERT_TRUE(say(own));
  const Channel::Received received = channel_.receive();
  EXPECT_EQ(received.bytes, k_claim + own);
  EXPECT_TRUE(received.forked_run);
}

TEST_F(LocalChannel, BelievesWhoMakesTheClaimAndNotWhoConnected) {
  say_forked(k_claim + end_);
  const Channel::Received received = channel_.receive();
  EXPECT_EQ(received.bytes, k_claim + end_);
  EXPECT_FALSE(received.forked_run);
}

INSTANTIATE_TEST_SUITE_P(By, ChannelTest, testing::Values(connected_to_port, connected_locally),
                         [](const auto& each) -> std::string {
                           return each.param == connected_to_port ? "port" : "local_socket";
                         });

}  // namespace
}  // namespace trireme::execute
