// Programs that came with a compiler, asked for what only they know.
#pragma once

#include <string>
#include <vector>

#include "base/child.h"
#include "base/result.h"

namespace trireme::coverage {

struct Printed {
  base::ExitStatus status;
  std::string text;  // on both outputs
};

// Runs `argv` to its end, in `directory`, where it may write and what it prints is put down. An error is a sentence.
base::Result<Printed> run_tool(std::vector<std::string> argv, const std::string& directory);

}  // namespace trireme::coverage
