// The reports that --cov-report asks for.
#pragma once

#include <string>
#include <vector>

#include "coverage/combine.h"
#include "coverage/covered_file.h"
#include "model/options.h"

namespace trireme::coverage {

struct Written {
  std::string text;                   // for the terminal
  std::vector<std::string> failures;  // what could not be written: sentences
};

// Where reports may be, absolute: those that are asked for, and those of other runs that said no place.
std::vector<std::string> output_paths(const std::vector<model::CoverageOutput>& outputs, const std::string& directory);

// What was counted of each unit of gcc, and of each program and library of clang.
struct Sums {
  const std::vector<Profile>& of_gcc;
  const std::vector<Profile>& of_clang;
};

// Paths are relative to `directory`.
Written write_outputs(const std::vector<model::CoverageOutput>& outputs, const std::string& directory, const Report& report,
                      const Sums& sums);

}  // namespace trireme::coverage
