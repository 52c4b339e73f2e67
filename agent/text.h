// Strings as the kernel and the runner hand them over: one after another, each ended by a NUL; "NAME=value" for variables.
#pragma once

#include <cstddef>
#include <cstring>

namespace trireme::agent {

template <typename Char>
Char* next(Char* text) {
  return text + std::strlen(text) + 1;
}

inline std::size_t name_length(const char* variable) {
  std::size_t length = 0;
  while (variable[length] != '\0' && variable[length] != '=') ++length;
  return length;
}

// By hand: compared before the program's AddressSanitizer is ready for strncmp.
inline bool same_name(const char* a, const char* b) {
  const std::size_t length = name_length(a);
  if (length != name_length(b)) return false;
  for (std::size_t i = 0; i < length; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

}  // namespace trireme::agent
