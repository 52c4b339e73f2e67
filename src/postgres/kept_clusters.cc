#include "postgres/kept_clusters.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/fd.h"
#include "base/temp_dir.h"
#include "postgres/files.h"

namespace trireme::postgres {

namespace fs = std::filesystem;

namespace {

constexpr const char* k_unfinished = "making-";
constexpr const char* k_list = "/databases";  // a line each: name, tab, why

std::vector<KeptDatabase> read_list(const std::string& entry) {
  std::vector<KeptDatabase> databases;
  std::ifstream lines(entry + k_list);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t tab = std::min(line.find('\t'), line.size());
    databases.push_back({line.substr(0, tab), line.substr(std::min(tab + 1, line.size()))});
  }
  return databases;
}

bool write_list(const std::string& entry, const std::vector<KeptDatabase>& databases) {
  std::string lines;
  for (const KeptDatabase& each : databases) lines += each.name + '\t' + each.why.substr(0, each.why.find('\n')) + '\n';
  return base::replace_file(entry + k_list, lines);
}

bool is_unfinished(const fs::path& entry) { return entry.filename().string().starts_with(k_unfinished); }

}  // namespace

Async<void> KeptClusters::add(std::string key, std::string data, std::vector<KeptDatabase> databases) const {
  if (directory_.empty()) co_return base::fail("there is no cache directory of ours, see XDG_CACHE_HOME");
  std::string path = directory_ + "/" + k_unfinished + "XXXXXX";
  if (mkdtemp(path.data()) == nullptr) co_return base::fail_errno("cannot make a directory " + path);
  base::TempDir made(path);
  const base::Fd lock = base::lock_directory(path);
  CO_CHECK(co_await copy_tree(data, path + "/data", std::nullopt));
  if (!write_list(path, databases)) co_return base::fail_errno("cannot write in " + path);
  const std::string entry = directory_ + "/" + key;
  if (std::rename(path.c_str(), entry.c_str()) != 0) co_return base::fail_errno("cannot make " + entry);
  made.keep();
  co_return base::Result<void>();
}

std::vector<KeptDatabase> KeptClusters::list() const {
  std::vector<KeptDatabase> all;
  std::error_code error;
  for (fs::directory_iterator each(directory_, error), end; !error && each != end; each.increment(error)) {
    if (is_unfinished(each->path())) continue;
    for (KeptDatabase& one : read_list(each->path())) all.push_back(std::move(one));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

// "": there is none.
std::string KeptClusters::entry_of(const std::string& database) const {
  std::error_code error;
  for (fs::directory_iterator each(directory_, error), end; !error && each != end; each.increment(error)) {
    if (is_unfinished(each->path())) continue;
    for (const KeptDatabase& one : read_list(each->path())) {
      if (one.name == database) return each->path();
    }
  }
  return "";
}

std::optional<std::string> KeptClusters::find(const std::string& database) const {
  const std::string entry = entry_of(database);
  if (entry.empty()) return std::nullopt;
  return entry + "/data";
}

base::Result<bool> KeptClusters::drop(const std::string& database) const {
  const std::string entry = entry_of(database);
  if (entry.empty()) return false;
  std::vector<KeptDatabase> left = read_list(entry);
  std::erase_if(left, [&](const KeptDatabase& each) { return each.name == database; });
  if (!left.empty()) {
    if (!write_list(entry, left)) return base::fail_errno("cannot write in " + entry);
    return true;
  }
  std::error_code error;
  fs::remove_all(entry, error);
  if (error) return base::fail("cannot remove {}: {}", entry, error.message());
  return true;
}

void KeptClusters::remove_dead() const {
  std::error_code error;
  for (fs::directory_iterator each(directory_, error), end; !error && each != end; each.increment(error)) {
    if (is_unfinished(each->path())) base::remove_unlocked(each->path());
  }
}

}  // namespace trireme::postgres
