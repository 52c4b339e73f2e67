#include "execute/run_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/guard.h"
#include "base/place.h"
#include "base/temp_dir.h"
#include "execute/leftovers.h"

namespace trireme::execute {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_runs_kept = 3;
constexpr int k_most_tries = 4;

// There while the run lives; of a dead run it tells that it did not come to its end.
std::string unfinished(const std::string& directory) { return directory + "/unfinished"; }

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
  std::size_t kept = 0;
  for (const auto& [written, path] : runs) {
    const std::string run = path.string();
    const base::Fd lock = base::lock_directory(run);
    if (!lock || rmdir(run.c_str()) == 0) continue;
    const bool killed = access(unfinished(run).c_str(), F_OK) == 0;
    if (killed) end_processes_of(run);
    if (killed || kept++ >= k_runs_kept) base::remove_tree(run);
  }
}

fs::path home_in(const std::string& root) { return fs::path(root) / fmt::format("trireme-of-{}", geteuid()); }

bool is_at(const base::Fd& fd, const std::string& path) {
  struct stat held {};
  struct stat found {};
  return fstat(fd.get(), &held) == 0 && lstat(path.c_str(), &found) == 0 && held.st_ino == found.st_ino;
}

std::string fresh_name() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return fmt::format("run-{}_{:06x}", getpid(), std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() & 0xffffff);
}

// nullopt: another run, which looked for dead ones, was quicker than our lock.
std::optional<base::Result<base::Fd>> take(const std::string& path) {
  base::Fd lock = base::lock_directory(path);
  if (!lock && (errno == EWOULDBLOCK || errno == ENOENT)) return std::nullopt;
  if (!lock) return base::fail_errno("cannot lock " + path);
  if (!is_at(lock, path)) return std::nullopt;
  if (const base::Fd made(open(unfinished(path).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)); !made)
    return base::fail_errno("cannot write in " + path);
  return lock;
}

}  // namespace

base::Result<RunDirectory> RunDirectory::make_in(const std::string& root) {
  const fs::path home = home_in(root);
  mkdir(home.c_str(), 0700);
  if (!is_private(home)) {
    return base::fail("{} is not a directory that only you may use; remove it or set TMPDIR to another place", home.string());
  }
  for (int tries = 0; tries < k_most_tries; ++tries) {
    std::string path = (home / fresh_name()).string();
    // Before it is there: there must be no moment in which nobody would remove it. At worst the next run does.
    base::remove_when_killed(path);
    if (mkdir(path.c_str(), 0700) != 0) return base::fail_errno("cannot make a directory " + path);
    auto lock = take(path);
    if (!lock) continue;
    if (*lock) return RunDirectory(std::move(path), **std::move(lock));
    rmdir(path.c_str());
    return tl::unexpected(std::move(*lock).error());
  }
  return base::fail("other runs remove the directories in {} as soon as they are made", home.string());
}

// A dead run may have been where we shall not be.
base::Result<RunDirectory> RunDirectory::make() {
  for (const std::string& each : base::all_places()) {
    if (is_private(home_in(each))) remove_dead_runs(home_in(each));
  }
  return make_in(base::temp_root());
}

base::Result<RunDirectory> RunDirectory::make_quick() {
  auto made = make_in(base::quick_place(base::room_here()));
  return made ? std::move(made) : make_in(base::temp_root());
}

RunDirectory::~RunDirectory() {
  if (!lock_) return;
  unlink(unfinished(path_).c_str());
  rmdir(path_.c_str());
}

}  // namespace trireme::execute
