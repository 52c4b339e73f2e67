#include "coverage/project.h"

#include <algorithm>
#include <filesystem>

#include "base/fd.h"
#include "base/text.h"
#include "coverage/paths.h"
#include "coverage/project_files.h"

namespace trireme::coverage {

namespace fs = std::filesystem;

Project::Project(const model::Options& options)
    : root_(real_path(options.root)), ignored_(options.affected.ignored), since_(options.affected.since) {}

base::Result<Project> Project::open(const model::Options& options) {
  Project project(options);
  if (project.since_.empty()) return project;
  auto git = Git::open(project.root_);
  if (!git) {
    return base::fail("--since={}: {} is in no work tree of git that can be read ({})", base::printable(project.since_),
                      project.root_, git.error().text);
  }
  auto commit = git->commit(project.since_);
  if (!commit) return base::fail("--since={}: git knows no such revision", base::printable(project.since_));
  TRY(const std::vector<std::string> changed, git->changed_since(*commit));
  project.changed_.insert(changed.begin(), changed.end());
  project.commit_ = *std::move(commit);
  project.git_ = *std::move(git);
  return project;
}

const std::string& Project::text(const std::string& path) {
  const auto [at, fresh] = texts_.try_emplace(path);
  if (fresh) at->second = base::read_file(path).value_or("");
  return at->second;
}

std::optional<std::string> Project::text_before(const std::string& path) {
  if (!changed_.contains(path)) return std::nullopt;
  return git_->content(commit_, path).value_or("");
}

const std::set<std::string>& Project::files(const std::vector<std::string>& build_directories) {
  const auto [at, fresh] = files_.try_emplace(build_directories);
  if (fresh) at->second = project_files(root_, build_directories);
  return at->second;
}

std::string Project::name(const std::string& path) const {
  return is_below(path, root_) && path.size() > root_.size() ? path.substr(root_.size() + 1) : path;
}

bool Project::matters(const std::string& path, const Revision& revision) const {
  const auto is_in = [&](const std::string& each) { return is_below(path, each) && !is_below(root_, each); };
  const auto is_in_any = [&](const auto& paths) { return std::any_of(paths.begin(), paths.end(), is_in); };
  const std::string own = name(path);
  const fs::path parts(own);
  const bool is_hidden =
      std::any_of(parts.begin(), parts.end(), [](const fs::path& each) { return each.native().starts_with('.'); });
  const bool is_own = is_below(path, root_) && !is_hidden;
  if ((!is_own && !is_in_any(revision.build_directories)) || is_in_any(revision.products)) return false;
  return std::none_of(ignored_.begin(), ignored_.end(),
                      [&](const std::string& each) { return base::glob_match(each, own) || base::glob_match(each, path); });
}

}  // namespace trireme::coverage
