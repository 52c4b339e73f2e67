// Has a heap of some megabytes before main, which each test reads and writes to. With PROTECTS set a page of it cannot be written to.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

constexpr int k_blocks = 20000;

std::string contents(int number) { return std::string(100, static_cast<char>('a' + number % 26)) + std::to_string(number); }

std::vector<std::string*> g_blocks = [] {
  std::vector<std::string*> blocks;
  for (int i = 0; i < k_blocks; ++i) blocks.push_back(new std::string(contents(i)));
  return blocks;
}();

void* g_page = [] {
  const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* page = std::aligned_alloc(size, size);
  if (std::getenv("PROTECTS") != nullptr) mprotect(page, size, PROT_NONE);
  return page;
}();

// Of the mapping in the middle of the heap, as /proc/self/smaps has them.
std::string flags_of_heap() {
  const auto inside = reinterpret_cast<unsigned long>(g_blocks[k_blocks / 2]);
  std::ifstream maps("/proc/self/smaps");
  bool found = false;
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0;
    unsigned long end = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) found = begin <= inside && inside < end;
    if (found && line.rfind("VmFlags:", 0) == 0) return line;
  }
  return "";
}

class Heap : public testing::TestWithParam<int> {};

}  // namespace

TEST_P(Heap, is_as_it_was) {
  RecordProperty("flags", flags_of_heap());
  for (int i = 0; i < k_blocks; ++i) {
    ASSERT_EQ(*g_blocks[i], contents(i));
    g_blocks[i]->assign("changed");
  }
  std::vector<std::string> more;
  for (int i = 0; i < k_blocks; ++i) more.push_back(contents(i));
  for (std::string* each : g_blocks) delete each;
  g_blocks.clear();
}
INSTANTIATE_TEST_SUITE_P(Many, Heap, testing::Range(0, 6));
