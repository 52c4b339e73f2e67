// The function of this name that the program would have called without us.
#pragma once

#include <dlfcn.h>

namespace trireme::agent {

template <class Function>
Function next_definition(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace trireme::agent
