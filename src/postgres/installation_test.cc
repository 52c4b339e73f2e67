#include "postgres/installation.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::postgres {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Installations : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return fs::canonical(directory_.path()).string() + "/" + name; }
  std::string install(const std::string& folder, const std::vector<std::string>& programs = {"postgres", "initdb", "psql"}) {
    fs::create_directories(path(folder));
    for (const std::string& each : programs) {
      std::ofstream(path(folder + "/" + each)) << each;
      fs::permissions(path(folder + "/" + each), fs::perms::owner_all);
    }
    return path(folder);
  }
  std::string found(const std::string& named = "", const std::string& search = "") const {
    const auto installation = find_installation({named, search, path("versions")});
    return installation ? installation->bindir : installation.error().text;
  }

  base::TempDir directory_ = *base::make_temp_dir("installation_test");
};

TEST_F(Installations, TakeTheNewestByNumber) {
  install("versions/9.6/bin");
  install("versions/15/bin");
  EXPECT_EQ(found(), path("versions/15/bin"));
}

TEST_F(Installations, InPathGoBeforeThem) {
  install("versions/15/bin");
  const std::string mine = install("mine");
  EXPECT_EQ(found("", "relative:" + path("nothing") + ":" + mine), mine);
}

TEST_F(Installations, ThatAreNamedGoBeforeAll) {
  const std::string mine = install("mine");
  EXPECT_EQ(found(install("named"), mine), path("named"));
  EXPECT_THAT(found(path("nothing"), mine), HasSubstr("there are no postgres and initdb in " + path("nothing")));
}

TEST_F(Installations, AreFoundByALinkToTheServer) {
  const std::string home = install("home");
  fs::create_directory(path("links"));
  fs::create_symlink(home + "/postgres", path("links/postgres"));
  EXPECT_EQ(found("", path("links")), home);
}

TEST_F(Installations, MustBeWhole) {
  EXPECT_THAT(found("", install("half", {"postgres"})), HasSubstr("no PostgreSQL server on this machine"));
}

TEST_F(Installations, DifferWhenTheServerDoes) {
  const std::string mine = install("mine");
  const std::string before = find_installation({mine, ""})->identity;
  std::ofstream(mine + "/postgres") << "another build";
  EXPECT_NE(find_installation({mine, ""})->identity, before);
}

}  // namespace
}  // namespace trireme::postgres
