#include "agent/heap.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "agent/span.h"

namespace trireme::agent {

namespace {

constexpr std::size_t k_largest = 4 << 20;  // bytes; of a larger one a test hardly needs the most
constexpr int k_start_of_heap = 45;         // which field of /proc/self/stat after the name, from 1

void* g_heap = nullptr;
std::size_t g_size = 0;
bool g_copying = false;
long g_faults_of_first = 0;  // 0: it has not ended
bool g_decided = false;

// 0: unknown.
std::uintptr_t start_of_heap() {
  char text[1024] = {};
  const int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  const ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  const char* at = size > 0 ? std::strrchr(text, ')') : nullptr;
  for (int field = 0; at != nullptr && field < k_start_of_heap; ++field) at = std::strchr(at + 1, ' ');
  return at == nullptr ? 0 : std::strtoul(at, nullptr, 10);
}

}  // namespace

void look_at_heap() {
  const std::uintptr_t page = page_size();
  const std::uintptr_t begin = (start_of_heap() + page - 1) / page * page;
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(sbrk(0)) / page * page;
  g_heap = reinterpret_cast<void*>(begin);
  g_size = begin == 0 || end < begin ? 0 : end - begin;
  g_decided = g_size == 0 || g_size > k_largest;
}

void copy_heap() {
#ifdef MADV_POPULATE_WRITE
  if (g_copying) madvise(g_heap, g_size, MADV_POPULATE_WRITE);
#endif
}

void learn_from(long faults) {
  if (g_decided) return;
  if (g_faults_of_first == 0) {
    g_faults_of_first = faults;
    g_copying = true;
    return;
  }
  const auto pages = static_cast<long>(g_size / page_size());
  g_copying = faults - g_faults_of_first < pages / 4;
  g_decided = true;
}

}  // namespace trireme::agent
