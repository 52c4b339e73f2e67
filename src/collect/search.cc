#include "collect/search.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "collect/program_files.h"

namespace trireme::collect {

namespace {

namespace fs = std::filesystem;

struct Candidate {
  std::string path;
  bool is_link = false;
  dev_t device = 0;
  ino_t inode = 0;
  [[nodiscard]] auto identity() const { return std::tie(device, inode); }
};

bool is_skipped(const fs::path& directory) {
  const fs::path name = directory.filename();
  return name == ".git" || name == "CMakeFiles";
}

// Does the link lead to something under `root` (canonical)?
bool stays_inside(const fs::path& link, const fs::path& root) {
  std::error_code error;
  const fs::path target = fs::canonical(link, error);
  if (error) return false;
  return std::mismatch(root.begin(), root.end(), target.begin(), target.end()).first == root.end();
}

void add_if_executable(const fs::path& path, bool is_link, std::vector<Candidate>& candidates) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if ((status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) == 0 || (status.st_mode & (S_ISUID | S_ISGID)) != 0) return;
  candidates.push_back({path.string(), is_link, status.st_dev, status.st_ino});
}

// Linked directories are not entered: what they lead to is reached without them, or is outside.
std::vector<Candidate> executable_files(const fs::path& directory) {
  std::vector<Candidate> candidates;
  std::vector<fs::path> pending = {directory};
  std::error_code error;
  const fs::path root = fs::canonical(directory, error);
  while (!pending.empty()) {
    const fs::path current = std::move(pending.back());
    pending.pop_back();
    for (fs::directory_iterator entry(current, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code unknown;
      const fs::file_type type = entry->symlink_status(unknown).type();
      if (type == fs::file_type::directory && !is_skipped(entry->path())) pending.push_back(entry->path());
      if (type == fs::file_type::regular) add_if_executable(entry->path(), false, candidates);
      if (type == fs::file_type::symlink && stays_inside(entry->path(), root)) {
        add_if_executable(entry->path(), true, candidates);
      }
    }
  }
  return candidates;
}

// Of several names of one file, the one that is no link stays, else the first.
void remove_duplicates(std::vector<Candidate>& candidates) {
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.device, a.inode, a.is_link, a.path) < std::tie(b.device, b.inode, b.is_link, b.path);
  });
  const auto same = [](const Candidate& a, const Candidate& b) { return a.identity() == b.identity(); };
  candidates.erase(std::unique(candidates.begin(), candidates.end(), same), candidates.end());
}

}  // namespace

std::vector<std::string> find_test_executables(const std::string& directory) {
  std::vector<Candidate> candidates = executable_files(directory);
  remove_duplicates(candidates);
  ProgramFiles files;
  std::vector<std::string> found;
  for (Candidate& candidate : candidates) {
    const auto parts = files.of(candidate.path);
    if (parts.empty() || !parts.front()->is_program || !files.holds_googletest(candidate.path)) continue;
    found.push_back(std::move(candidate.path));
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace trireme::collect
