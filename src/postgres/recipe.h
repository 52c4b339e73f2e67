// What fills the template, and by what one can tell that it would come out the same.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/options.h"

namespace trireme::postgres {

struct Recipe {
  std::vector<std::string> files;  // SQL, absolute, in order
  std::string command;
  std::string command_directory;
  std::string inputs;      // names and contents of all that it is made of
  bool repeatable = true;  // the inputs tell all: not so of a command of which one does not know what it reads

  [[nodiscard]] bool empty() const { return files.empty() && command.empty(); }
};

// Paths are relative to `directory`.
base::Result<Recipe> read_recipe(const model::DatabaseOptions& options, const std::string& directory);

}  // namespace trireme::postgres
