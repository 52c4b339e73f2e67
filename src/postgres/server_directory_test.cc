#include "postgres/server_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace trireme::postgres {
namespace {

namespace fs = std::filesystem;

void write_databases(const fs::path& base) {
  for (const std::string name : {"1", "4", "5", "16384"}) {
    fs::create_directories(base / name / "below");
    for (int i = 0; i < 50; ++i) std::ofstream(base / name / "below" / std::to_string(i)) << i;
  }
}

TEST(ServerDirectory, GoesWithAllThatIsInIt) {
  std::string path;
  {
    const auto directory = *ServerDirectory::make(std::nullopt);
    path = directory.path();
    write_databases(directory.data() + "/base");
    std::ofstream(directory.log()) << "said";
    EXPECT_TRUE(fs::exists(path));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(ServerDirectory, LeavesAloneWhereALinkOfItLeads) {
  const base::TempDir elsewhere = *base::make_temp_dir("server-directory-test-");
  write_databases(elsewhere.path());
  {
    const auto directory = *ServerDirectory::make(std::nullopt);
    fs::create_directory(directory.data());
    fs::create_directory_symlink(elsewhere.path(), directory.data() + "/base");
  }
  EXPECT_TRUE(fs::exists(elsewhere.path() + "/16384/below/49"));
}

TEST(ServerDirectory, StaysWhenItIsKept) {
  std::string path;
  {
    auto directory = *ServerDirectory::make(std::nullopt);
    path = directory.path();
    write_databases(directory.data() + "/base");
    directory.keep();
  }
  EXPECT_TRUE(fs::exists(path + "/data/base/1/below/0"));
  base::remove_tree(path);
}

}  // namespace
}  // namespace trireme::postgres
