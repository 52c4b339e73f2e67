#include "coverage/llvm_export.h"

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto wanted = [](std::string_view directory, std::string_view name) {
    return std::optional(static_cast<std::uint32_t>(directory.size() + name.size()));
  };
  const auto functions = coverage::parse_llvm_export(std::string(fuzz::text(data, size)), "/b", wanted);
  if (!functions) return 0;
  for (const coverage::ExportedFunction& each : *functions) {
    const coverage::Counted counted(each.mapping, each.counters.data());
    for (const coverage::Region& region : each.mapping.regions) {
      fuzz::check(region.file < each.mapping.files.size());
      fuzz::check(counted.of(region.count) >= 0 && counted.of(region.alternative) >= 0);
    }
    fuzz::check(each.mapping.main_file() < each.mapping.files.size());
  }
  return 0;
}
