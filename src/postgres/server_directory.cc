#include "postgres/server_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/cpus.h"
#include "base/guard.h"
#include "base/in_parallel.h"
#include "base/place.h"
#include "postgres/os_user.h"

namespace trireme::postgres {

namespace fs = std::filesystem;

namespace {

constexpr const char* k_prefix = "trireme-db-";
constexpr const char* k_short_root = "/tmp";
constexpr std::size_t k_longest_socket = 100;  // bytes; the system allows 107
constexpr const char* k_socket = "/.s.PGSQL.5432";

// The server has a list there, with commas, and so has libpq.
bool is_fit_for_a_socket(const std::string& directory) {
  return directory.size() + std::string_view(k_socket).size() <= k_longest_socket && directory.find(',') == std::string::npos;
}

struct Locked {
  base::TempDir directory;
  base::Fd lock;
};

bool is_owned(const fs::path& directory, const std::optional<base::Identity>& user) {
  struct stat status {};
  if (lstat(directory.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return false;
  return status.st_uid == geteuid() || (user && status.st_uid == user->user);
}

void remove_dead_in(const std::string& root, const std::optional<base::Identity>& user) {
  std::error_code error;
  for (fs::directory_iterator each(root, error), end; !error && each != end; each.increment(error)) {
    const bool ours = each->path().filename().string().starts_with(k_prefix) && is_owned(each->path(), user);
    if (ours) base::remove_unlocked(each->path());
  }
}

// Each has hundreds of files, and to remove those of all is most of the end of a run.
void remove_databases(const fs::path& data) {
  std::error_code error;
  if (!fs::is_directory(fs::symlink_status(data / "base", error))) return;
  std::vector<std::string> databases;
  for (fs::directory_iterator each(data / "base", error), end; !error && each != end; each.increment(error)) {
    databases.push_back(each->path().string());
  }
  base::in_parallel(base::available_cpus(), databases.size(), [&](const base::Next& next) {
    while (const auto at = next()) base::remove_tree(databases[*at]);
  });
}

// Another run may take the directory for a dead one's between its making and its locking, and remove it.
base::Result<Locked> make_locked(const std::string& root, const std::optional<base::Identity>& user) {
  for (int attempt = 0; attempt < 10; ++attempt) {
    std::string path = root + "/" + k_prefix + "XXXXXX";
    if (mkdtemp(path.data()) == nullptr) return base::fail_errno("cannot make a directory " + path);
    base::TempDir directory(path);
    base::Fd lock = base::lock_directory(path);
    struct stat status {};
    if (!lock || fstat(lock.get(), &status) != 0 || status.st_nlink == 0) continue;
    if (user && fchown(lock.get(), user->user, user->group) != 0) return base::fail_errno("cannot give " + path + " away");
    if (!base::remove_when_killed(path)) return base::fail("the path of the temp directory is too long: {}", root);
    return Locked{std::move(directory), std::move(lock)};
  }
  return base::fail("cannot keep a directory in {}: other runs remove it", root);
}

}  // namespace

ServerDirectory::~ServerDirectory() {
  if (!path().empty()) remove_databases(data());
}

base::Result<ServerDirectory> ServerDirectory::make(const std::optional<base::Identity>& user) {
  const std::string root = base::quick_place(base::room_here());
  if (!may_enter(user, root)) {
    return base::fail("the user {} cannot come into {}, where the database server would be; set TMPDIR to another place",
                      user->name, root);
  }
  remove_dead(user);
  ServerDirectory made;
  TRY(Locked locked, make_locked(root, user));
  made.directory_ = std::move(locked.directory);
  made.lock_ = std::move(locked.lock);
  if (is_fit_for_a_socket(made.path())) return made;
  remove_dead_in(k_short_root, user);
  TRY(Locked near, make_locked(k_short_root, user));
  made.short_ = std::move(near.directory);
  made.short_lock_ = std::move(near.lock);
  return made;
}

std::vector<int> ServerDirectory::locks() const {
  std::vector<int> locks = {lock_.get()};
  if (short_lock_) locks.push_back(short_lock_.get());
  return locks;
}

void ServerDirectory::keep() {
  directory_.keep();
  short_.keep();
}

void ServerDirectory::remove_dead(const std::optional<base::Identity>& user) {
  for (const std::string& each : base::all_places()) remove_dead_in(each, user);
}

}  // namespace trireme::postgres
