#include "execute/run_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/temp_dir.h"

namespace trireme::execute {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_runs_kept = 3;

// Ours alone, or no place for our files.
bool is_private(const fs::path& directory) {
  struct stat status {};
  return lstat(directory.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
         (status.st_mode & 0077) == 0;
}

void remove_dead_runs(const fs::path& home) {
  std::vector<std::pair<fs::file_time_type, fs::path>> runs;
  std::error_code error;
  for (fs::directory_iterator each(home, error); !error && each != fs::directory_iterator(); each.increment(error)) {
    std::error_code gone;
    runs.emplace_back(fs::last_write_time(each->path(), gone), each->path());
  }
  std::sort(runs.rbegin(), runs.rend());
  for (std::size_t i = k_runs_kept; i < runs.size(); ++i) {
    const base::Fd lock = base::lock_directory(runs[i].second);
    if (lock) fs::remove_all(runs[i].second, error);
  }
}

}  // namespace

base::Result<RunDirectory> RunDirectory::make() {
  const fs::path home = fs::path(base::temp_root()) / fmt::format("trireme-of-{}", geteuid());
  mkdir(home.c_str(), 0700);
  if (!is_private(home)) {
    return base::fail("{} is not a directory that only you may use; remove it or set TMPDIR to another place", home.string());
  }
  remove_dead_runs(home);
  std::string path = (home / "run-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) return base::fail_errno("cannot make a directory " + path);
  base::Fd lock = base::lock_directory(path);
  if (!lock) return base::fail_errno("cannot lock " + path);
  return RunDirectory(std::move(path), std::move(lock));
}

RunDirectory::~RunDirectory() {
  if (lock_) rmdir(path_.c_str());
}

}  // namespace trireme::execute
