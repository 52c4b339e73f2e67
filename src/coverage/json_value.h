// What the compilers' tools print as JSON.
#pragma once

#include <simdjson.h>

#include "coverage/gcov_format.h"

namespace trireme::coverage {

// Throws Damaged where it is not there.
template <class T>
T get(const simdjson::dom::element& of, const char* key) {
  T value;
  check(!of[key].get(value));
  return value;
}

}  // namespace trireme::coverage
