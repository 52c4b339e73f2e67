// What git says of a project.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace trireme::coverage {

class Git {
 public:
  // In a directory of a work tree; git searches upwards. An error reads well after "error: ".
  static base::Result<Git> open(const std::string& directory);

  struct File {
    std::string path;  // absolute
    bool is_tracked = false;
  };
  // Below the directory: what is tracked, and what is neither tracked nor ignored.
  [[nodiscard]] base::Result<std::vector<File>> files() const;
  // What it ignores there: absolute paths, also of whole directories.
  [[nodiscard]] base::Result<std::vector<std::string>> ignored() const;
  // Of what git lists.
  static std::vector<File> files_in(std::string_view listed, const std::string& directory);
  // The commit that it names.
  [[nodiscard]] base::Result<std::string> commit(const std::string& revision) const;
  // Paths, absolute, of tracked files that differ between a commit and the work tree, in the whole of which they are looked for.
  [[nodiscard]] base::Result<std::vector<std::string>> changed_since(const std::string& commit) const;
  // What a file held then; nullopt: there was none.
  [[nodiscard]] std::optional<std::string> content(const std::string& commit, const std::string& path) const;

 private:
  explicit Git(std::string directory) : directory_(std::move(directory)) {}
  [[nodiscard]] base::Result<std::string> run(const std::vector<std::string>& arguments) const;

  std::string directory_;  // without links
  std::string top_;        // … of the work tree
};

}  // namespace trireme::coverage
