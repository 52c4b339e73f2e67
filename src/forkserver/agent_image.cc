#include "forkserver/agent_image.h"

#include <fcntl.h>
#include <sys/mman.h>

// The linker's way of carrying a file.
asm(".section .rodata\n"
    ".balign 16\n"
    "trireme_agent_begin: .incbin \"" TRIREME_AGENT_PATH
    "\"\n"
    "trireme_agent_end: .byte 0\n"
    ".previous\n");
extern const char trireme_agent_begin[];
extern const char trireme_agent_end[];

namespace trireme::forkserver {

namespace {

constexpr int k_first_descriptor = 64;  // above those that spawn() gives to a child

base::Result<base::Fd> make() {
  base::Fd low(memfd_create("trireme-agent", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  base::Fd file(fcntl(low.get(), F_DUPFD_CLOEXEC, k_first_descriptor));
  if (!file) return base::fail_errno("cannot make a file in memory");
  const auto size = static_cast<std::size_t>(trireme_agent_end - trireme_agent_begin);
  if (!base::write_all(file.get(), trireme_agent_begin, size)) return base::fail_errno("cannot fill a file in memory");
  fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return file;
}

}  // namespace

base::Result<int> agent_descriptor() {
  static const base::Result<base::Fd> file = make();
  if (!file) return tl::unexpected(file.error());
  return file->get();
}

}  // namespace trireme::forkserver
