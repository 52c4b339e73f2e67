// What GoogleTest itself makes of DISABLED_ and of its flag about it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trireme::collect {

// Its filter for them is "DISABLED_*:*/DISABLED_*", on the suite and on the name alike.
bool is_disabled(std::string_view suite, std::string_view name);

// Do these arguments of a test program have it run disabled tests too? The last word on it counts, as there.
bool runs_disabled(const std::vector<std::string>& args);

}  // namespace trireme::collect
