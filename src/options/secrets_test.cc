#include "options/secrets.h"

#include <gmock/gmock.h>

namespace trireme::options {
namespace {

TEST(Secrets, AreTakenOutOfUrls) {
  EXPECT_EQ(without_password("postgresql://me:pw@host:1/db"), "postgresql://me@host:1/db");
  EXPECT_EQ(without_password("--db-url=postgres://me:p:w@x@host/db"), "--db-url=postgres://me@host/db");
  EXPECT_EQ(without_password("postgresql:///db?password=pw&sslpassword=x&a=b@c"),
            "postgresql:///db?password=&sslpassword=&a=b@c");
}

TEST(Secrets, AreNotSeenElsewhere) {
  for (const char* each : {"postgresql://me@host:1/db", "postgresql://host:1/db", "http://a:b@c", "a:b@c", ""}) {
    EXPECT_EQ(without_password(each), each);
  }
}

TEST(Secrets, CanBeHiddenInPlace) {
  std::string program = "trireme";
  std::string argument = "--db-url=postgresql://me:pw@host/";
  char* argv[] = {program.data(), argument.data()};
  hide_passwords(2, argv);
  EXPECT_EQ(argument, "--db-url=postgresql://me:xx@host/");
}

}  // namespace
}  // namespace trireme::options
