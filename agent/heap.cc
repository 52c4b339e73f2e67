#include "agent/heap.h"

#include <unistd.h>

#include <cstdint>

#include "agent/process_stat.h"
#include "agent/span.h"

namespace trireme::agent {

namespace {

constexpr std::size_t k_largest = 4 << 20;  // bytes; of a larger one a test hardly needs the most
constexpr int k_start_of_heap = 45;         // which field of a process's stat

void* g_heap = nullptr;
std::size_t g_size = 0;
bool g_copying = false;
long g_faults_of_first = 0;  // 0: it has not ended
bool g_decided = false;

}  // namespace

void look_at_heap() {
  const std::uintptr_t page = page_size();
  const std::uintptr_t begin = (ProcessStat(getpid()).field(k_start_of_heap) + page - 1) / page * page;
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(sbrk(0)) / page * page;
  g_heap = reinterpret_cast<void*>(begin);
  g_size = begin == 0 || end < begin ? 0 : end - begin;
  g_decided = g_size == 0 || g_size > k_largest;
}

void copy_heap() {
  if (g_copying) make_pages(g_heap, g_size);
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
