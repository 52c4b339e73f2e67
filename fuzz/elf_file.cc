#include "base/elf_file.h"

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::File file(fuzz::text(data, size));
  if (const auto elf = base::ElfFile::open(file.path())) fuzz::check(elf->holds({"RUN_ALL_TESTS", "[  SKIPPED ]"}).size() == 2);
  if (const auto elf = base::ElfFile::open_any(file.path())) static_cast<void>(elf->code());
  return 0;
}
