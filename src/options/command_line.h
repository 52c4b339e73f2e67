// Arguments → Options, by CLI11 and the table of settings. For command.cc alone.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/options.h"

namespace trireme::options {

struct CommandLine {
  std::vector<std::string> paths;
  std::string profile;
  std::string coverage_config;  // the file whose [cov] counts, if it is not that of trireme.toml
  bool help = false;
  bool version = false;
};

// replay knows the options of output and reports only, bisect those that say where and how a test runs,
// databases those that say where they are, coverage none.
enum class Grammar { run, replay, bisect, databases, coverage };

// Sets in `options` what the arguments say, in their order; the last of two values wins. An error is a sentence.
base::Result<CommandLine> read_arguments(const std::vector<std::string>& arguments, Grammar grammar, model::Options& options);

std::string help_text();

}  // namespace trireme::options
