#include "postgres/cluster_cache.h"

#include <gmock/gmock.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::postgres {
namespace {

namespace fs = std::filesystem;
using testing::SizeIs;

class Caches : public testing::Test {
 protected:
  Caches() { fs::create_directories(data_); }
  void keep(const std::string& key, const std::string& text) {
    std::ofstream(data_ + "/text") << text;
    asio::io_context loop;
    asio::co_spawn(loop, cache_.keep(key, data_), asio::detached);
    loop.run();
  }
  std::string found(const std::string& key) const {
    const auto entry = cache_.find(key);
    return entry ? base::read_file(entry->path + "/text").value_or("(no file)") : "(none)";
  }
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& each : fs::directory_iterator(home_)) result.push_back(each.path().filename());
    return result;
  }

  base::TempDir directory_ = *base::make_temp_dir("cluster_cache_test");
  std::string home_ = (fs::create_directory(directory_.path() + "/cache"), directory_.path() + "/cache");
  std::string data_ = directory_.path() + "/data";
  ClusterCache cache_{home_};
};

TEST_F(Caches, FindWhatTheyKept) {
  EXPECT_EQ(found("a"), "(none)");
  keep("a", "1");
  keep("b", "2");
  EXPECT_EQ(found("a"), "1");
  EXPECT_EQ(found("b"), "2");
}

TEST_F(Caches, ReplaceAnEntryThatNobodyUses) {
  keep("a", "1");
  keep("a", "2");
  EXPECT_EQ(found("a"), "2");
  const auto used = cache_.find("a");
  keep("a", "3");
  EXPECT_EQ(found("a"), "2");
  EXPECT_THAT(names(), SizeIs(1));
}

TEST_F(Caches, HoldAFewEntries) {
  for (int i = 0; i < 20; ++i) keep(std::to_string(i), "");
  EXPECT_LE(names().size(), 8U);
  EXPECT_NE(found("19"), "(none)");
}

TEST_F(Caches, RemoveWhatWasNeverFinished) {
  fs::create_directory(home_ + "/making-abc");
  keep("a", "1");
  EXPECT_THAT(names(), SizeIs(1));
}

TEST_F(Caches, MayBeMissing) {
  const ClusterCache none{""};
  EXPECT_FALSE(none.find("a"));
}

}  // namespace
}  // namespace trireme::postgres
