#include "coverage/gcov_json.h"

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto wanted = [](std::string_view directory, std::string_view name) {
    return std::optional(static_cast<std::uint32_t>(directory.size() + name.size()));
  };
  const auto lines = coverage::parse_gcov_json(std::string(fuzz::text(data, size)), wanted, model::CoverageBranches::useful);
  if (!lines) return 0;
  for (const auto& [number, file] : lines->files) {
    for (const auto& [at, line] : file.lines) fuzz::check(line.count >= 0);
    for (const auto& [at, function] : file.functions) fuzz::check(function.count >= 0);
  }
  return 0;
}
