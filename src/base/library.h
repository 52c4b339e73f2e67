// A library that is loaded only when it is needed, since linking it would cost every start.
#pragma once

#include <dlfcn.h>

namespace trireme::base {

class Library {
 public:
  // It is never unloaded: what it registered with others would outlive it.
  explicit Library(const char* file) : handle_(dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) {}

  // False if there is no such library or it has no such function; dlerror() says which.
  template <typename Function>
  bool find(const char* name, Function& function) const {
    if (handle_ == nullptr) return false;
    function = reinterpret_cast<Function>(dlsym(handle_, name));
    return function != nullptr;
  }

 private:
  void* handle_;
};

}  // namespace trireme::base
