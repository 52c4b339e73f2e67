// Which pages of this process the kernel has made or put elsewhere: to look at the others would make them, and costs the more.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "agent/span.h"

namespace trireme::agent {

class TouchedPages {
 public:
  // `looks`: else, and where the kernel does not tell, it may be all.
  explicit TouchedPages(bool looks) : file_(looks ? open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC) : -1) {}
  ~TouchedPages() {
    if (file_ >= 0) close(file_);
  }
  TouchedPages(const TouchedPages&) = delete;
  TouchedPages& operator=(const TouchedPages&) = delete;

  // Of memory that is not shared.
  bool contain(std::uintptr_t address) {
    const std::uintptr_t number = address / page_size();
    if (number < first_ || number - first_ >= count_) read_from(number);
    return count_ == 0 || (entries_[number - first_] & k_present_or_swapped) != 0;
  }

 private:
  static constexpr std::uint64_t k_present_or_swapped = 3UL << 62;

  void read_from(std::uintptr_t number) {
    first_ = number;
    const ssize_t size =
        file_ < 0 ? -1 : pread(file_, entries_, sizeof entries_, static_cast<off_t>(number * sizeof *entries_));
    count_ = size < 0 ? 0 : static_cast<std::size_t>(size) / sizeof *entries_;
  }

  int file_;
  std::uintptr_t first_ = 0;
  std::size_t count_ = 0;
  std::uint64_t entries_[256];
};

}  // namespace trireme::agent
