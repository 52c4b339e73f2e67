#include "postgres/os_user.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace trireme::postgres {

namespace fs = std::filesystem;

namespace {

std::vector<gid_t> groups_of(const base::Identity& user) {
  int count = 256;
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  if (getgrouplist(user.name.c_str(), user.group, groups.data(), &count) < 0) return {user.group};
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

bool may_search(const base::Identity& user, const std::vector<gid_t>& groups, const fs::path& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) != 0) return false;
  if (status.st_uid == user.user) return (status.st_mode & S_IXUSR) != 0;
  if (std::find(groups.begin(), groups.end(), status.st_gid) != groups.end()) return (status.st_mode & S_IXGRP) != 0;
  return (status.st_mode & S_IXOTH) != 0;
}

}  // namespace

base::Result<std::optional<base::Identity>> server_user(const std::string& named) {
  if (geteuid() != 0) {
    if (!named.empty()) return base::fail("--db-os-user is for root, who alone can become {}", named);
    return std::nullopt;
  }
  const std::string name = named.empty() ? "postgres" : named;
  if (name == "nobody") return base::fail("--db-os-user=nobody: what that user owns is everybody's; name another");
  const passwd* entry = getpwnam(name.c_str());
  if (entry == nullptr) {
    return base::fail("PostgreSQL does not run as root, and there is no user {}; name one with --db-os-user", name);
  }
  if (entry->pw_uid == 0) return base::fail("PostgreSQL does not run as root; name another user with --db-os-user");
  return base::Identity{name, entry->pw_uid, entry->pw_gid};
}

bool may_enter(const std::optional<base::Identity>& user, const std::string& directory) {
  if (!user) return true;
  const std::vector<gid_t> groups = groups_of(*user);
  for (fs::path each = directory;; each = each.parent_path()) {
    if (!may_search(*user, groups, each)) return false;
    if (each == each.parent_path()) return true;
  }
}

}  // namespace trireme::postgres
