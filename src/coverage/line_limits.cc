#include "coverage/line_limits.h"

#include <algorithm>

namespace trireme::coverage {

bool LineLimits::allow(const Mapping& mapping, std::filesystem::file_time_type modified) {
  return std::all_of(mapping.regions.begin(), mapping.regions.end(), [&](const Region& each) {
    const auto source = mapping.files[each.file];
    return !source || allow(*source, each.range.end.line, modified);
  });
}

bool LineLimits::allow(std::uint32_t source, std::uint32_t line, std::filesystem::file_time_type modified) {
  const Source& file = sources_[source];
  if (!file.modified) {
    std::uint32_t& last = gone_[source];
    if (line <= last) return true;
    if (lines_gone_ + (line - last) > k_most_lines) return false;
    lines_gone_ += line - last;
    last = line;
    return true;
  }
  if (*file.modified > modified) return true;
  const auto [at, fresh] = known_.try_emplace(source);
  std::error_code gone;
  if (fresh) at->second = std::filesystem::file_size(file.path, gone);
  if (gone) at->second = k_most_lines;
  return line <= at->second + 1;
}

}  // namespace trireme::coverage
