#include "execute/listener.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <asio/ip/tcp.hpp>

#include "agent/wire.h"
#include "base/fd.h"

namespace trireme::execute {
namespace {

base::Fd connect_locally(int port) {
  base::Fd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const agent::ChannelAddress address = agent::channel_address(static_cast<std::uint32_t>(port));
  EXPECT_EQ(connect(fd.get(), reinterpret_cast<const sockaddr*>(&address.name), address.size), 0);
  return fd;
}

TEST(Listener, tells_who_connected_to_the_local_socket) {
  asio::io_context loop;
  Listener listener(loop);
  ASSERT_TRUE(listener.knows_peers());
  connect_locally(listener.port()).reset();
  const auto arrivals = listener.take();
  ASSERT_EQ(arrivals.size(), 1U);
  EXPECT_EQ(arrivals[0].peer, getpid());
}

TEST(Listener, tells_the_port_of_who_connected_to_its_port) {
  asio::io_context loop;
  Listener listener(loop);
  asio::ip::tcp::socket caller(loop);
  caller.connect({asio::ip::address_v4::loopback(), static_cast<asio::ip::port_type>(listener.port())});
  const auto arrivals = listener.take();
  ASSERT_EQ(arrivals.size(), 1U);
  EXPECT_EQ(arrivals[0].peer, 0);
  EXPECT_EQ(arrivals[0].peer_port, caller.local_endpoint().port());
}

TEST(Listener, tells_each_watcher_of_what_comes_while_it_watches) {
  asio::io_context loop;
  Listener listener(loop);
  int first = 0;
  int second = 0;
  listener.watch([&] { ++first; });
  const base::Fd first_caller = connect_locally(listener.port());
  loop.run_one();
  listener.unwatch();
  const base::Fd second_caller = connect_locally(listener.port());
  loop.poll();
  EXPECT_EQ(first, 1);
  listener.watch([&] { second += static_cast<int>(listener.take().size()); });
  const base::Fd third_caller = connect_locally(listener.port());
  loop.run_one();
  EXPECT_EQ(second, 3);
}

}  // namespace
}  // namespace trireme::execute
