#include "report/screen.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/fd.h"

namespace trireme::report {
namespace {

std::string everything_in(const base::Fd& fd) {
  std::array<char, 200000> bytes{};
  const ssize_t size = read(fd.get(), bytes.data(), bytes.size());
  return size < 0 ? "" : std::string(bytes.data(), static_cast<std::size_t>(size));
}

TEST(Screen, writes_nothing_before_it_must) {
  auto pipe = base::make_pipe();
  Screen screen(pipe->write.get());
  screen.print("a\n");
  EXPECT_EQ(everything_in(pipe->read), "");
  screen.show();
  EXPECT_EQ(everything_in(pipe->read), "a\n");
}

TEST(Screen, text_replaces_the_status_line_and_the_status_stays_below) {
  auto pipe = base::make_pipe();
  Screen screen(pipe->write.get());
  screen.show("1/2");
  screen.print("failure\n");
  screen.show("2/2");
  screen.show();
  EXPECT_EQ(everything_in(pipe->read), "1/2\r\x1b[Kfailure\n2/2\r\x1b[K");
}

TEST(Screen, an_unchanged_status_is_not_drawn_again) {
  auto pipe = base::make_pipe();
  Screen screen(pipe->write.get());
  screen.show("1/2");
  screen.show("1/2");
  EXPECT_EQ(everything_in(pipe->read), "1/2");
}

TEST(Screen, keeps_the_error_of_a_closed_pipe) {
  signal(SIGPIPE, SIG_IGN);
  auto pipe = base::make_pipe();
  pipe->read.reset();
  Screen screen(pipe->write.get());
  screen.print("lost\n");
  screen.show();
  EXPECT_EQ(screen.error(), EPIPE);
}

}  // namespace
}  // namespace trireme::report
