#include "coverage/change_map.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <thread>

#include "base/temp_dir.h"

namespace trireme::coverage {
namespace {

struct ChangeMap : testing::Test {
  base::TempDir directory = *base::make_temp_dir("trireme-change-map-");
  std::string path = directory.path() + "/some.map";

  [[nodiscard]] base::Result<void> add(
      const std::string& id, const std::function<void()>& meanwhile = [] {}) const {
    return change_test_map(path, [&](TestMap& map) {
      map.tests[id] = {"p", std::make_shared<const Revision>(), true, {}};
      meanwhile();
      return true;
    });
  }
};

TEST_F(ChangeMap, AddsToWhatIsThere) {
  ASSERT_TRUE(add("p::A.one"));
  ASSERT_TRUE(add("p::A.two"));
  EXPECT_EQ(read_test_map(path)->tests.size(), 2);
}

TEST_F(ChangeMap, WritesNothingWhereNothingIsChanged) {
  ASSERT_TRUE(change_test_map(path, [](TestMap&) { return false; }));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(ChangeMap, WaitsForAnother) {
  std::future<base::Result<void>> other;
  const auto begin_another = [&] {
    other = std::async(std::launch::async, [&] { return add("p::A.two"); });
    EXPECT_EQ(other.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  };
  ASSERT_TRUE(add("p::A.one", begin_another));
  ASSERT_TRUE(other.get());
  EXPECT_EQ(read_test_map(path)->tests.size(), 2);
}

}  // namespace
}  // namespace trireme::coverage
