// Where we keep what can be made again.
#pragma once

#include <string>

namespace trireme::base {

// ${XDG_CACHE_HOME:-~/.cache}/trireme/`name`, made if need be; "" when there is no such place that is ours alone.
std::string cache_directory(const std::string& name);

}  // namespace trireme::base
