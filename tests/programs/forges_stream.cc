// Connects to the result stream's port and claims that all is well. Without a stream it has nothing to forge.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {
void forge(const std::string& port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(std::atoi(port.c_str())));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    const std::string events =
        "gtest_streaming_protocol_version=1.0\nevent=TestProgramStart\nevent=TestIterationStart&iteration=0\n"
        "event=TestCaseStart&name=Forge\nevent=TestStart&name=fails\nevent=TestEnd&passed=1&elapsed_time=0ms\n"
        "event=TestCaseEnd&passed=1&elapsed_time=0ms\nevent=TestIterationEnd&passed=1&elapsed_time=0ms\n"
        "event=TestProgramEnd&passed=1\n";
    EXPECT_EQ(send(fd, events.data(), events.size(), 0), static_cast<ssize_t>(events.size()));
  }
  close(fd);
}
}  // namespace

TEST(Forge, fails) {
  const std::string target = testing::GTEST_FLAG(stream_result_to);
  if (!target.empty()) forge(target.substr(target.find(':') + 1));
  FAIL() << "whatever the forger says";
}
TEST(Forge, passes) {}
