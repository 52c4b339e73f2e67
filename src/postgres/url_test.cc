#include "postgres/url.h"

#include <gmock/gmock.h>

namespace trireme::postgres {
namespace {

using testing::ElementsAre;

const Address k_address{"/tmp/a b", 5432, "me@home", {}};

TEST(Url, EscapesWhatHasAMeaningInIt) {
  EXPECT_EQ(url_of(k_address, "trireme_gw0"), "postgresql://me%40home@/trireme_gw0?host=/tmp/a%20b&port=5432");
}

TEST(Url, ComesWithTheVariablesOfLibpq) {
  const std::string url = url_of(k_address, "db");
  EXPECT_THAT(variables_for(k_address, "db", {"DATABASE_URL"}),
              ElementsAre("TEST_DATABASE_URL=" + url, "PGHOST=/tmp/a b", "PGPORT=5432", "PGDATABASE=db", "PGUSER=me@home",
                          "DATABASE_URL=" + url));
}

}  // namespace
}  // namespace trireme::postgres
