// The project whose tests run, as --affected compares it with what it was.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "coverage/git.h"
#include "coverage/test_map.h"
#include "model/options.h"

namespace trireme::coverage {

// Read as far and as often as it must be. With --since, also as it was at that revision.
class Project {
 public:
  // An error: there is no such revision.
  static base::Result<Project> open(const model::Options& options);

  // "" when there is none.
  const std::string& text(const std::string& path);
  // Of a file that differs from the one at --since: that one, "" when there was none.
  std::optional<std::string> text_before(const std::string& path);
  const std::set<std::string>& files(const std::vector<std::string>& build_directories);
  // Those that differ from --since.
  [[nodiscard]] const std::set<std::string>& changed() const { return changed_; }
  // As messages have it.
  [[nodiscard]] std::string name(const std::string& path) const;
  // Of the project, and to be taken seriously when it changes although nobody knows which test needs it.
  [[nodiscard]] bool matters(const std::string& path, const Revision& revision) const;
  [[nodiscard]] const std::string& since() const { return since_; }

 private:
  explicit Project(const model::Options& options);
  std::string root_;
  std::vector<std::string> ignored_;
  std::string since_;
  std::optional<Git> git_;
  std::string commit_;
  std::set<std::string> changed_;
  std::map<std::string, std::string> texts_;
  std::map<std::vector<std::string>, std::set<std::string>> files_;  // by build directories
};

}  // namespace trireme::coverage
