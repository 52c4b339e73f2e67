// How a child looks from outside and to itself: argv, environment, and what /proc tells of them.
#pragma once

#include <cstddef>

namespace trireme::agent {

struct Appearance {
  int argc = 0;
  char** argv = nullptr;
  char** environment = nullptr;
};

// Made from the strings of a run request: `arguments` for argv; `changes` to the environment of this process.
// The memory is the child's for good.
Appearance make_appearance(const char* strings, std::size_t arguments, std::size_t changes);

// Sets environ, and what /proc/self/cmdline and environ show; without the kernel's leave these keep the server's.
void put_on(const Appearance& appearance);

}  // namespace trireme::agent
