#include "postgres/url.h"

#include <gmock/gmock.h>

namespace trireme::postgres {
namespace {

using testing::ElementsAre;

const Address k_address{"/tmp/a b", 5432, "me@home", {}};

TEST(Url, EscapesWhatHasAMeaningInIt) {
  EXPECT_EQ(url_of(k_address, "trireme_gw0"), "postgresql://me%40home@/trireme_gw0?host=/tmp/a%20b&port=5432");
}

const Address k_remote{
    "db.example", 5433, "me", {{"password", "p/w@%", "PGPASSWORD", true}, {"sslmode", "require", "PGSSLMODE"}}};

TEST(Url, HasThePasswordOnlyWhereItIsNotShown) {
  EXPECT_EQ(url_of(k_remote, "db"), "postgresql://me:p%2Fw%40%25@db.example:5433/db?sslmode=require");
  EXPECT_EQ(shown_url_of(k_remote, "db"), "postgresql://me@db.example:5433/db?sslmode=require");
  EXPECT_EQ(without_secrets("p%2Fw%40%25 and p/w@%", k_remote), "******** and ********");
  EXPECT_EQ(url_of({"::1", 1, "me", {}}, "db"), "postgresql://me@[::1]:1/db");
}

TEST(Url, IsReadBackAsItWasWritten) {
  const auto read = read_url(url_of(k_remote, "my db"));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->database, "my db");
  for (const ConnectionSetting& each : read->address.more) {
    if (each.keyword == "password") {
      EXPECT_EQ(each.value, "p/w@%");
    }
    EXPECT_EQ(each.secret, each.keyword == "password");
  }
  EXPECT_EQ(read->address.more.size(), 5U);
  const auto refused = read_url("postgresql://me:pw%zz@host/db");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, testing::Not(testing::HasSubstr("pw%zz")));
}

TEST(Url, IsRefusedWhereAPasswordWouldBeTakenForAHost) {
  for (const char* each : {"postgresql://maker:SEC@RET@host:1/db", "postgresql://maker:SEC/RET@host/db",
                           "postgres://maker:12/RET@host", "postgresql://maker:SECRET", "postgresql://maker:@SECRET@host"}) {
    const auto refused = read_url(each);
    ASSERT_FALSE(refused) << each;
    EXPECT_THAT(refused.error().text, testing::HasSubstr("write @ as %40"));
    EXPECT_THAT(refused.error().text, testing::Not(testing::ContainsRegex("SEC|RET|12")));
  }
  for (const char* each : {"postgresql://me@host:1,2/db", "postgresql:///db?host=/a@b", "postgresql://host/db",
                           "postgresql://me:p%40w@[::1]:5/"}) {
    EXPECT_TRUE(read_url(each)) << each;
  }
}

TEST(Url, NamesAPlace) {
  EXPECT_EQ(place_of(k_address), "/tmp/a b");
  EXPECT_EQ(place_of(k_remote), "db.example:5433");
  EXPECT_EQ(place_of({"", 0, "", {{"host", "h"}, {"port", "1"}}}), "h:1");
}

TEST(Url, ComesWithTheVariablesOfLibpq) {
  const std::string url = url_of(k_address, "db");
  EXPECT_THAT(variables_for(k_address, "db", {"DATABASE_URL"}),
              ElementsAre("TEST_DATABASE_URL=" + url, "PGHOST=/tmp/a b", "PGPORT=5432", "PGDATABASE=db", "PGUSER=me@home",
                          "DATABASE_URL=" + url));
}

}  // namespace
}  // namespace trireme::postgres
