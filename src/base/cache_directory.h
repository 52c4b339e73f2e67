// Where we keep what can be made again.
#pragma once

#include <string>

namespace trireme::base {

// ${XDG_CACHE_HOME:-~/.cache}/trireme/`name`, made if need be; "" when there is no such place that is ours alone.
std::string cache_directory(const std::string& name);

// Removes the files of such a directory that nobody has written for a month.
void prune_cache(const std::string& directory);

}  // namespace trireme::base
