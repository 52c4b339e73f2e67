// What a PATH on the command line means: a file, a directory, or a node id. "::" may stand in names too, so the first
// one after an existing file parts the two.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "model/options.h"

namespace trireme::collect {

struct Target {
  std::string typed;
  std::string path;  // absolute; "." and ".." removed as text, links not resolved
  bool is_directory = false;
  std::optional<std::string> name;  // what follows "path::"; nullopt: every test
};

// A node id is relative to the root, as it is printed; what else is typed, or begins with ./ or ../, to the working
// directory. The other folder comes second.
base::Result<Target> find_target(const model::Options& options, const std::string& typed);

// How a node id begins that is typed so: a path that begins with /, ./ or ../ is made what a node id has of it.
std::string node_id_start(const model::Options& options, const std::string& typed);

// As in node ids: relative to the root, or absolute outside it. `path` as in Target.
std::string binary_name(const model::Options& options, const std::string& path);

}  // namespace trireme::collect
