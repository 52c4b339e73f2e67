#include "postgres/kept_clusters.h"

#include <gmock/gmock.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <filesystem>

#include "base/temp_dir.h"

namespace trireme::postgres {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class Kept : public testing::Test {
 protected:
  Kept() { fs::create_directories(data_); }
  void add(const std::string& key, std::vector<KeptDatabase> databases) {
    asio::io_context loop;
    asio::co_spawn(loop, clusters_.add(key, data_, std::move(databases)), asio::detached);
    loop.run();
  }
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const KeptDatabase& each : clusters_.list()) result.push_back(each.name + ": " + each.why);
    return result;
  }

  base::TempDir directory_ = *base::make_temp_dir("kept_clusters_test");
  std::string home_ = (fs::create_directory(directory_.path() + "/kept"), directory_.path() + "/kept");
  std::string data_ = directory_.path() + "/data";
  KeptClusters clusters_{home_};
};

TEST_F(Kept, AreListedAndFound) {
  add("2", {{"two", "a failed\nfor no reason"}, {"three", ""}});
  add("1", {{"one", "b"}});
  EXPECT_THAT(names(), ElementsAre("one: b", "three: ", "two: a failed"));
  EXPECT_EQ(clusters_.find("two"), home_ + "/2/data");
  EXPECT_TRUE(fs::is_directory(*clusters_.find("two")));
  EXPECT_FALSE(clusters_.find("four"));
}

TEST_F(Kept, GoWithTheLastOfTheirDatabases) {
  add("2", {{"two", "a"}, {"three", "b"}});
  EXPECT_TRUE(*clusters_.drop("two"));
  EXPECT_FALSE(*clusters_.drop("two"));
  EXPECT_THAT(names(), ElementsAre("three: b"));
  EXPECT_TRUE(*clusters_.drop("three"));
  EXPECT_TRUE(fs::is_empty(home_));
}

TEST_F(Kept, AreNotSeenBeforeTheyAreWhole) {
  fs::create_directories(home_ + "/making-abc");
  EXPECT_THAT(names(), ElementsAre());
  clusters_.remove_dead();
  EXPECT_TRUE(fs::is_empty(home_));
}

}  // namespace
}  // namespace trireme::postgres
