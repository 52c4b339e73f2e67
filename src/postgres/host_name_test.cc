#include "postgres/host_name.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "postgres/fake_server.h"

namespace trireme::postgres {
namespace {

using testing::HasSubstr;

int slowly(const char* name, const char* service, const addrinfo* wanted, addrinfo** found) {
  usleep(200'000);
  return getaddrinfo(name, service, wanted, found);
}
int too_slowly(const char* /*name*/, const char* /*service*/, const addrinfo* /*wanted*/, addrinfo** /*found*/) {
  sleep(3);
  return EAI_AGAIN;
}
int unknown(const char* /*name*/, const char* /*service*/, const addrinfo* /*wanted*/, addrinfo** /*found*/) {
  return EAI_NONAME;
}

class HostName : public testing::Test {
 protected:
  base::Result<std::string> found(decltype(&getaddrinfo) lookup) {
    return run(loop, look_up("localhost", std::chrono::seconds(1), lookup));
  }

  asio::io_context loop;
};

TEST_F(HostName, IsLookedUpWhileTheLoopGoesOn) {
  int turns = 0;
  Tasks tasks(loop);
  tasks.start([](int& count) -> asio::awaitable<void> {
    for (;; ++count) co_await pause(std::chrono::milliseconds(10));
  }(turns));
  EXPECT_THAT(found(slowly).value_or("none"), HasSubstr("127.0.0.1"));
  EXPECT_GT(turns, 3);
}

TEST_F(HostName, MayNotBeFound) {
  EXPECT_THAT(found(unknown).error().text, HasSubstr("could not translate host name \"localhost\" to address: "));
  EXPECT_EQ(found(too_slowly).error().text, "could not translate host name \"localhost\" to address for 1 s");
}

TEST(Address, HasANameToLookUpOrNone) {
  EXPECT_EQ(name_to_look_up({"db.example", 1, "me", {}}), "db.example");
  EXPECT_EQ(name_to_look_up({"", 0, "", {{"host", "db.example", "", false}}}), "db.example");
  EXPECT_EQ(name_to_look_up({"", 0, "", {}}), "");
  EXPECT_EQ(name_to_look_up({"db.example", 1, "me", {}, "10.0.0.1"}), "");
  EXPECT_EQ(name_to_look_up({"", 0, "", {{"host", "db.example", "", false}, {"hostaddr", "10.0.0.1", "", false}}}), "");
  for (const char* each : {"/tmp", "@abstract", "a,b", "10.0.0.1", "::1", "fe80::1"})
    EXPECT_EQ(name_to_look_up({each, 1, "me", {}}), "") << each;
}

}  // namespace
}  // namespace trireme::postgres
