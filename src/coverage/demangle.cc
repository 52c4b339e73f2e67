#include "coverage/demangle.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

namespace trireme::coverage {

namespace {

// What a template's instance of a library of templates can be is longer than anybody reads, and takes long to make.
constexpr std::size_t k_longest = 4096;

}  // namespace

std::string demangled(const std::string& name) {
  if (!name.starts_with("_Z") || name.size() > k_longest) return name;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status),
                                                         std::free);
  return status == 0 && text ? text.get() : name;
}

}  // namespace trireme::coverage
