// dlopen and dlclose are ours, so that libraries which a program loads while it counts are counted as it is itself.
#include <dlfcn.h>

#include <cstring>

#include "agent/counting.h"
#include "agent/next_definition.h"

namespace trireme::agent {

namespace {

using Open = void* (*)(const char*, int);
using Close = int (*)(void*);

Open real_open() {
  static Open found = nullptr;
  return next_definition("dlopen", found);
}

Close real_close() {
  static Close found = nullptr;
  return next_definition("dlclose", found);
}

// Else the loader looks where its caller says, and that must not be us.
bool is_whole_path(const char* name) { return std::strchr(name, '/') != nullptr && std::strchr(name, '$') == nullptr; }

}  // namespace

}  // namespace trireme::agent

TRIREME_EXPORTED void* dlopen(const char* name, int mode) noexcept {
  using namespace trireme::agent;
  const Open real = real_open();
  if (name == nullptr || !is_counting()) return real(name, mode);  // a jump: the caller stays the caller
  if (!is_whole_path(name)) {
    if ((mode & RTLD_NOLOAD) == 0) note_unseen_library();
    return real(name, mode);
  }
  void* library = real(name, mode);
  if (library != nullptr) count_what_was_loaded();
  return library;
}

TRIREME_EXPORTED int dlclose(void* library) noexcept {
  using namespace trireme::agent;
  const int result = real_close()(library);
  if (is_counting()) forget_what_was_unloaded();
  return result;
}
