// Where the kernel has written the core of a process.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"

namespace trireme::execute {

// What a process leaves that a signal has ended.
struct Remains {
  std::string program;
  std::string directory;  // that it was started in; "": ours
  bool dumped = false;    // the kernel says that there is a core
};

// The path, or why there is none. Cores are their user's, who has asked for them: nobody removes them, and another process may have
// written over this one.
base::Result<std::string> core_of(const Remains& remains, pid_t process);

// Of the kernel's pattern for names of cores a pattern for glob(3): what is not known of the process may be anything.
std::string core_glob(const std::string& pattern, bool with_process, pid_t process);

}  // namespace trireme::execute
