// What a look at a program's file tells: can it be a fork server at all, and what must be loaded before the agent?
#pragma once

#include <optional>
#include <string>

namespace trireme::forkserver {

// nullopt if it may be one, else why not; reads after "because it ". The agent looks again from inside.
std::optional<std::string> unfit_because(const std::string& path);

// Libraries that insist on being first (gcc's AddressSanitizer), by name, each followed by a colon; mostly "".
std::string preloaded_first(const std::string& path);

}  // namespace trireme::forkserver
