// argv + trireme.toml + environment → what to do.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "model/options.h"

namespace trireme::options {

struct Run {
  model::Options options;
};

// `trireme replay LOG`: the reports again, from a log.
struct Replay {
  std::string log;
  model::Options options;
};

// `trireme bisect NODEID`: report_log of the options is the log to read.
struct Bisect {
  std::string id;
  model::Options options;
};

// `trireme db VERB NAME…`: databases that runs left on purpose, or by being killed.
struct ManageDatabases {
  std::string verb;
  std::vector<std::string> names;
  model::Options options;
};

// `trireme cov who FILE:LINE`.
struct AskCoverage {
  std::string place;
  model::Options options;
};

// --help, --version.
struct Print {
  std::string text;
};

using Command = std::variant<Run, Replay, Bisect, ManageDatabases, AskCoverage, Print>;

// `environment` is the caller's whole environment, "NAME=value". An error is the user's: exit code 4.
base::Result<Command> parse(const std::vector<std::string>& arguments, const std::vector<std::string>& environment);

}  // namespace trireme::options
