#include "postgres/os_user.h"

#include <gmock/gmock.h>
#include <pwd.h>
#include <unistd.h>

#include <filesystem>

#include "base/temp_dir.h"

namespace trireme::postgres {
namespace {

using testing::HasSubstr;

std::string error(const std::string& name) {
  const auto user = server_user(name);
  return user ? "(no error)" : user.error().text;
}

TEST(ServerUser, IsAnotherForRootOnly) {
  if (geteuid() != 0) {
    EXPECT_EQ(*server_user(""), std::nullopt);
    EXPECT_THAT(error("daemon"), HasSubstr("is for root"));
    return;
  }
  EXPECT_EQ((*server_user("daemon"))->user, getpwnam("daemon")->pw_uid);
  EXPECT_THAT(error("root"), HasSubstr("does not run as root"));
  EXPECT_THAT(error("nobody"), HasSubstr("name another"));
  EXPECT_THAT(error("no-such-user"), HasSubstr("there is no user no-such-user"));
}

TEST(ServerUser, ComesIntoWhatIsOpenForIt) {
  const base::TempDir directory = *base::make_temp_dir("os_user_test");
  const std::string below = directory.path() + "/below";
  std::filesystem::create_directory(below);
  const base::Identity other{"daemon", getpwnam("daemon")->pw_uid, getpwnam("daemon")->pw_gid};
  EXPECT_TRUE(may_enter(std::nullopt, below));
  EXPECT_FALSE(may_enter(other, below));
  std::filesystem::permissions(directory.path(), std::filesystem::perms(0711));
  EXPECT_TRUE(may_enter(other, below));
}

}  // namespace
}  // namespace trireme::postgres
