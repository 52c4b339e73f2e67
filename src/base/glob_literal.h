#pragma once

#include <string>
#include <string_view>

namespace trireme::base {

// A pattern of glob(3) that matches this path alone.
std::string glob_literal(std::string_view path);

}  // namespace trireme::base
