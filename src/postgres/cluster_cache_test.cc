#include "postgres/cluster_cache.h"

#include <gmock/gmock.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"
#include "postgres/files.h"

namespace trireme::postgres {
namespace {

namespace fs = std::filesystem;
using testing::SizeIs;

class Caches : public testing::Test {
 protected:
  Caches() { fs::create_directories(data_ + "/base/1"); }
  void keep(const std::string& key, const std::string& text) {
    std::ofstream(data_ + "/text") << text;
    std::ofstream(data_ + "/base/1/2") << text;
    asio::io_context loop;
    asio::co_spawn(loop, cache_.keep(key, data_), asio::detached);
    loop.run();
  }
  // What is in both of its files when it is unpacked.
  std::string found(const std::string& key) const {
    const auto entry = cache_.find(key);
    if (!entry) return "(none)";
    const base::TempDir to(directory_.path() + "/unpacked");
    asio::io_context loop;
    asio::co_spawn(loop, unpack(entry->path, to.path()), asio::detached);
    loop.run();
    const std::string text = base::read_file(to.path() + "/text").value_or("(no file)");
    return text == base::read_file(to.path() + "/base/1/2").value_or("(no database)") ? text : "(another database)";
  }
  static asio::awaitable<void> unpack(std::string from, std::string to) {
    EXPECT_TRUE(co_await unpack_server(from, to, std::nullopt));
    EXPECT_TRUE(fs::is_empty(to + "/base/1"));  // a server that starts looks into it
    EXPECT_TRUE(co_await unpack_databases(from, to, std::nullopt));
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
