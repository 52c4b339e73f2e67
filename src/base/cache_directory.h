// Where we keep what can be made again.
#pragma once

#include <string>

namespace trireme::base {

// ${XDG_CACHE_HOME:-~/.cache}/trireme/`name`, made if need be; "" when there is no such place that is ours alone.
std::string cache_directory(const std::string& name);

// What to say then.
constexpr const char* k_no_cache =
    "there is no cache: its directory (below XDG_CACHE_HOME, else ~/.cache) cannot be made, or others may write there";

// Removes the files of such a directory that nobody has written for a month.
void prune_cache(const std::string& directory);

}  // namespace trireme::base
