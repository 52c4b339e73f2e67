// Functions that the program calls in the place of others: ours, and the one of this name that it would have called without us.
#pragma once

#include <dlfcn.h>

#define TRIREME_EXPORTED extern "C" __attribute__((visibility("default")))

namespace trireme::agent {

template <class Function>
Function next_definition(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

// … looked up once, which calls in a signal handler or beside a dlopen must not do.
template <class Function>
Function next_definition(const char* name, Function& found) {
  if (found == nullptr) found = next_definition<Function>(name);
  return found;
}

}  // namespace trireme::agent
