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

TEST(Secrets, AreTakenOutOfTexts) {
  EXPECT_EQ(without_passwords("a@b:\n'postgresql://me:p/w@host' is no mode; x\nsee c@d"),
            "a@b:\n'postgresql://me@host' is no mode; x\nsee c@d");
  EXPECT_EQ(without_passwords("a\n"), "a\n");
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
