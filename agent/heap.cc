#include "agent/heap.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstring>

#include "agent/process_stat.h"
#include "agent/span.h"

namespace trireme::agent {

namespace {

constexpr std::size_t k_largest = 16 << 20;    // bytes; of a larger one a test hardly needs the most
constexpr std::size_t k_large_page = 2 << 20;  // bytes
constexpr int k_start_of_heap = 45;            // which field of a process's stat
// What the copy costs, in page faults: as such, and for each page of it. Measured for heaps of 256 KiB to 2 MiB.
constexpr long k_cost = 40;
constexpr double k_cost_of_page = 0.3;

void* g_heap = nullptr;
std::size_t g_size = 0;
bool g_copying = false;
long g_faults_of_first = 0;  // 0: it has not ended
bool g_decided = false;

// `line`: the beginning of one of /proc/self/maps.
bool is_plain(const char* line, std::uintptr_t begin, std::uintptr_t end) {
  unsigned long from = 0;
  unsigned long to = 0;
  char permissions[5] = {};
  const bool read = std::sscanf(line, "%lx-%lx %4s", &from, &to, permissions) == 3;
  return read && from <= begin && end <= to && std::strcmp(permissions, "rw-p") == 0;
}

// Somebody may have protected a part of it.
bool is_all_plain(std::uintptr_t begin, std::uintptr_t end) {
  const int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  char line[64] = {};
  std::size_t length = 0;
  char buffer[4096];
  bool plain = false;
  for (ssize_t size = 0; !plain && (size = read(fd, buffer, sizeof buffer)) > 0;) {
    for (ssize_t i = 0; i < size && !plain; ++i) {
      if (buffer[i] != '\n') {
        if (length < sizeof line - 1) line[length++] = buffer[i];
        continue;
      }
      plain = is_plain(line, begin, end);
      std::memset(line, 0, sizeof line);
      length = 0;
    }
  }
  close(fd);
  return plain;
}

std::uintptr_t rounded_up(std::uintptr_t number, std::size_t unit) { return (number + unit - 1) / unit * unit; }

}  // namespace

void look_at_heap() {
  const std::uintptr_t page = page_size();
  const std::uintptr_t begin = rounded_up(ProcessStat(getpid()).field(k_start_of_heap), page);
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(sbrk(0)) / page * page;
  g_heap = reinterpret_cast<void*>(begin);
  g_size = begin == 0 || end < begin ? 0 : end - begin;
  g_decided = g_size == 0 || g_size > k_largest || !is_all_plain(begin, end);
}

// Where there are no large pages it is slower than to leave it to the kernel, and not done again.
void copy_heap() {
  if (!g_copying) return;
  const std::size_t room = rounded_up(g_size, k_large_page);
  void* memory = mmap(nullptr, room + k_large_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  void* copy = reinterpret_cast<void*>(rounded_up(reinterpret_cast<std::uintptr_t>(memory), k_large_page));
  madvise(copy, room, MADV_HUGEPAGE);
  std::memcpy(copy, g_heap, g_size);
  (void)mremap(copy, g_size, g_size, MREMAP_MAYMOVE | MREMAP_FIXED, g_heap);
  munmap(memory, room + k_large_page);
}

void learn_from(long faults) {
  if (g_decided) return;
  if (g_faults_of_first == 0) {
    g_faults_of_first = faults;
    g_copying = true;
    return;
  }
  const auto pages = static_cast<double>(g_size / page_size());
  g_copying = static_cast<double>(g_faults_of_first - faults) > k_cost + k_cost_of_page * pages;
  g_decided = true;
}

}  // namespace trireme::agent
