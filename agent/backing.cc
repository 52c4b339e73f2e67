// What gcc's runtime knows of functions lies on pages that the loader has written to, megabytes of them in a large program. The
// kernel copies what it knows of each such page when this process forks, and takes it down when the child ends, which may be a
// third of what a short test costs. Nobody writes there again; so they are made a private mapping of a file of the same content,
// of which the kernel copies nothing until somebody does.
#include "agent/backing.h"

#include <sys/mman.h>
#include <unistd.h>

namespace trireme::agent {

namespace {

bool write_all(int file, const Span& bytes) {
  for (std::uintptr_t at = bytes.begin; at < bytes.end;) {
    const ssize_t size = write(file, reinterpret_cast<const void*>(at), bytes.end - at);
    if (size <= 0) return false;
    at += static_cast<std::uintptr_t>(size);
  }
  return true;
}

}  // namespace

void back_by_file(const Span& pages) {
  const int file = memfd_create("trireme-data", MFD_CLOEXEC);
  if (file < 0) return;
  if (write_all(file, pages)) {
    void* const place = reinterpret_cast<void*>(pages.begin);
    // Half of it would be worse than none.
    if (mmap(place, pages.size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0) != place) _exit(127);
  }
  close(file);
}

}  // namespace trireme::agent
