// The [[test]] and [[db]] rules of trireme.toml: what a node id gets by them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/options.h"
#include "model/test_case.h"

namespace trireme::collect {

struct Settings {
  model::Launch launch;     // its binary is left for the caller
  double timeout = 0;       // seconds, 0 = none
  double slow_timeout = 0;  // seconds, 0 = never
  int reruns = 0;
  bool serial = false;
  std::vector<std::string> marks;  // each once
};

// The rules that match a node id, as indexes.
struct Matching {
  // Of those that want a mark too, whether or not it has that.
  std::vector<std::uint32_t> rules;      // in Options::rules
  std::vector<std::uint32_t> databases;  // in DatabaseOptions::rules
  auto operator<=>(const Matching&) const = default;
};

Matching matching_rules(const model::Options& options, std::string_view id);

// What the options and these rules together give.
Settings settings(const model::Options& options, const Matching& matching);

// The whole environment of a process: the options' with the launch's additions in place of variables of the same name.
std::vector<std::string> whole_environment(const model::Options& options, const model::Launch& launch);

}  // namespace trireme::collect
