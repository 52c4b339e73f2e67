// The reports of sanitizers (AddressSanitizer and its kin) in what a process wrote. A test may have written such a text itself, so
// what is found here may explain the end of a process and decides nothing.
#pragma once

#include <string>

#include "model/event.h"

namespace trireme::execute {

// What the last report says was found, in one line: "AddressSanitizer: heap-use-after-free a.cc:21 in f()". "" if there is none.
std::string sanitizer_finding(const model::Captured& output);

}  // namespace trireme::execute
