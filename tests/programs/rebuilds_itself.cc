// The first test does with the program's own file what the variable REBUILD says, as a build or a clean-up during a run would.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace {

namespace fs = std::filesystem;

void replace(const fs::path& program) {
  const fs::path fresh = program.string() + ".new";
  fs::copy_file(program, fresh);
  std::ofstream(fresh, std::ios::app) << "newer";
  fs::rename(fresh, program);
}

void replace_by_same(const fs::path& program) {
  const fs::path fresh = program.string() + ".new";
  fs::copy_file(program, fresh);
  fs::rename(fresh, program);
}

const std::map<std::string, void (*)(const fs::path&)> k_ways = {
    {"replaces", replace},
    {"replaces_by_same", replace_by_same},
    {"removes", [](const fs::path& program) { fs::remove(program); }},
    {"touches", [](const fs::path& program) { fs::last_write_time(program, fs::file_time_type::clock::now()); }},
    {"links", [](const fs::path& program) { fs::create_hard_link(program, program.string() + ".link"); }},
};

}  // namespace

TEST(Rebuild, first) { k_ways.at(std::getenv("REBUILD"))(fs::read_symlink("/proc/self/exe")); }
TEST(Rebuild, second) {}
TEST(Rebuild, third) {}
