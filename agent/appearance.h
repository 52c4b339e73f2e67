// How a child looks from outside and to itself: argv, environment, and what /proc tells of them.
#pragma once

#include <cstddef>

namespace trireme::agent {

struct Appearance {
  int argc = 0;
  char** argv = nullptr;
  char** environment = nullptr;
};

// The strings of a run request.
struct Wanted {
  const char* strings = nullptr;  // those for argv, then the changes to the environment: "NAME=value", or "NAME" to remove it
  std::size_t arguments = 0;
  std::size_t changes = 0;
  [[nodiscard]] const char* first_change() const;
};

// Learns what put_on needs to know of this process; once, before the first fork.
void look_at_oneself();

// As the kernel lays them out for a new program: in one block, a changed variable in the place of the old one. What the
// program itself set before main stays its own. The memory is the child's for good.
Appearance make_appearance(const Wanted& wanted);

// Sets environ, and what /proc/self/cmdline and environ show; without the kernel's leave these keep the server's.
void put_on(const Appearance& appearance);

}  // namespace trireme::agent
