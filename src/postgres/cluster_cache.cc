#include "postgres/cluster_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "base/environment.h"
#include "base/hash.h"
#include "base/temp_dir.h"
#include "postgres/files.h"

namespace trireme::postgres {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_most_entries = 8;  // some 30 MB each, and what is in them
constexpr const char* k_unfinished = "making-";

}  // namespace

std::optional<ClusterCache::Entry> ClusterCache::find(const std::string& key) const {
  if (directory_.empty() || base::find_program("tar").empty()) return std::nullopt;
  const std::string path = directory_ + "/" + base::hash(key);
  base::Fd lock(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!lock || flock(lock.get(), LOCK_SH | LOCK_NB) != 0 || fstat(lock.get(), &status) != 0 || status.st_nlink == 0) {
    return std::nullopt;
  }
  futimens(lock.get(), nullptr);
  return Entry{path, std::move(lock)};
}

asio::awaitable<void> ClusterCache::keep(std::string key, std::string data) const {
  if (directory_.empty()) co_return;
  prune();
  std::string path = directory_ + "/" + k_unfinished + "XXXXXX";
  if (mkdtemp(path.data()) == nullptr) co_return;
  const base::TempDir made(path);
  const base::Fd lock = base::lock_directory(path);
  if (!lock) co_return;
  if (!co_await pack_cluster(std::move(data), path)) co_return;
  const std::string entry = directory_ + "/" + base::hash(key);
  base::remove_unlocked(entry);
  std::rename(path.c_str(), entry.c_str());  // fails over an entry that is there
}

void ClusterCache::prune() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> entries;
  std::error_code error;
  for (fs::directory_iterator each(directory_, error), end; !error && each != end; each.increment(error)) {
    std::error_code gone;
    const bool unfinished = each->path().filename().string().starts_with(k_unfinished);
    entries.emplace_back(unfinished ? fs::file_time_type::min() : fs::last_write_time(each->path(), gone), each->path());
  }
  std::sort(entries.rbegin(), entries.rend());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i + 1 < k_most_entries && entries[i].first != fs::file_time_type::min()) continue;
    base::remove_unlocked(entries[i].second);
  }
}

}  // namespace trireme::postgres
