// Pieces of memory, and memory that is not of the program's heap.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace trireme::agent {

struct Span {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

inline std::size_t page_size() {
  static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

template <class T>
std::size_t size_of(std::size_t count) {
  return std::max<std::size_t>(count, 1) * sizeof(T);
}

template <class T>
T* allocate(std::size_t count) {
  void* memory = mmap(nullptr, size_of<T>(count), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(127);
  return static_cast<T*>(memory);
}

template <class T>
void free(T* memory, std::size_t count) {
  munmap(memory, size_of<T>(count));
}

// All at once, which takes half as long as one by one when they are written to. Where the kernel cannot, nothing happens.
inline void make_pages(void* begin, std::size_t size) {
#ifdef MADV_POPULATE_WRITE
  madvise(begin, size, MADV_POPULATE_WRITE);
#else
  (void)begin, (void)size;
#endif
}

}  // namespace trireme::agent
