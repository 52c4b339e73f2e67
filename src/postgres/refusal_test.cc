#include "postgres/refusal.h"

#include <gtest/gtest.h>

namespace trireme::postgres {
namespace {

const Address k_address{"h", 1, "me", {{"password", "pw"}}};

std::string of(const std::string& complaint) { return refusal(k_address, complaint).text; }

TEST(Refusal, KnowsTheServersCodesInAnyLanguage) {
  EXPECT_EQ(of("connection to server at \"h\" (::1), port 1 failed: FATAL:  28P01: Passwort falsch\nLOCATION:  auth_failed, "
               "auth.c:3\n"),
            "cannot use the database server at h:1: Passwort falsch; put the right password into the URL");
  EXPECT_EQ(of("connection … failed: FATAL:  53300: sorry, too many clients already\nLOCATION:  x\n"),
            "cannot use the database server at h:1: sorry, too many clients already; end some of its sessions, or raise "
            "max_connections");
}

TEST(Refusal, TakesTheLastOfSeveralHosts) {
  EXPECT_EQ(
      of("connection to server at \"a\" failed: timeout\nconnection to server at \"b\" failed: Connection refused\n\tIs the "
         "server running?\n"),
      "cannot use the database server at h:1: connection to server at \"b\" failed: Connection refused; is it running, and is "
      "the port right?");
}

TEST(Refusal, HasSomethingToSayOfAnything) {
  EXPECT_EQ(of("odd"), "cannot use the database server at h:1: odd; see the server's log");
  EXPECT_EQ(of("FATAL:  BUSY1"), "cannot use the database server at h:1: FATAL:  BUSY1; see the server's log");
}

TEST(Refusal, TellsAServerThatRefusesFromOneThatDoesNotAnswer) {
  EXPECT_TRUE(is_of_the_server("connection … failed: FATAL:  3D000: database \"postgres\" does not exist\nLOCATION:  x\n"));
  EXPECT_TRUE(is_of_the_server("connection … failed: fe_sendauth: no password supplied\n"));
  EXPECT_FALSE(is_of_the_server("connection … failed: Connection refused\n\tIs the server running?\n"));
  EXPECT_FALSE(is_of_the_server("could not translate host name \"h\" to address: Name or service not known\n"));
  EXPECT_FALSE(is_of_the_server("it has not answered for 20 s"));
}

}  // namespace
}  // namespace trireme::postgres
