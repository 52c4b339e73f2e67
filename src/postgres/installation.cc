#include "postgres/installation.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/environment.h"
#include "base/file_stamp.h"

namespace trireme::postgres {

namespace fs = std::filesystem;

namespace {

bool is_program(const fs::path& path) { return access(path.c_str(), X_OK) == 0 && fs::is_regular_file(path); }

// Where the server of this folder really is: a link to it may stand alone. "" if there is no whole installation.
std::string home_of(const fs::path& folder) {
  std::error_code error;
  const fs::path server = fs::canonical(folder / "postgres", error);
  if (error || !is_program(server) || !is_program(server.parent_path() / "initdb")) return "";
  return server.parent_path().string();
}

std::vector<fs::path> in_path(const std::string& path) {
  std::vector<fs::path> folders;
  std::istringstream all(path);
  for (std::string folder; std::getline(all, folder, ':');) {
    if (folder.starts_with('/')) folders.emplace_back(folder);
  }
  return folders;
}

// By number: 9.6 is older than 15.
std::vector<fs::path> newest_first(const std::string& versions) {
  std::vector<std::pair<double, fs::path>> found;
  std::error_code error;
  for (fs::directory_iterator each(versions, error), end; !error && each != end; each.increment(error)) {
    found.emplace_back(std::strtod(each->path().filename().c_str(), nullptr), each->path() / "bin");
  }
  std::sort(found.rbegin(), found.rend());
  std::vector<fs::path> folders;
  folders.reserve(found.size());
  for (auto& [version, folder] : found) folders.push_back(std::move(folder));
  return folders;
}

std::vector<fs::path> folders_of(const Places& places) {
  if (!places.named.empty()) return {places.named};
  std::vector<fs::path> folders = in_path(places.path);
  for (fs::path& each : newest_first(places.versions)) folders.push_back(std::move(each));
  return folders;
}

std::string identity_of(const std::string& server) {
  const base::FileStamp stamp = base::stamp_of(server);
  return fmt::format("{} {} {} {}", server, stamp.size, stamp.modified, stamp.build_id);
}

}  // namespace

base::Result<Installation> find_installation(const Places& places) {
  for (const fs::path& folder : folders_of(places)) {
    const std::string bindir = home_of(folder);
    if (bindir.empty()) continue;
    const std::string own = bindir + "/psql";
    return Installation{bindir, is_program(own) ? own : base::find_program("psql"), identity_of(bindir + "/postgres")};
  }
  if (!places.named.empty()) {
    return base::fail("there are no postgres and initdb in {}; --db-bindir takes the folder that has them", places.named);
  }
  return base::fail(
      "there is no PostgreSQL server on this machine (neither in PATH nor in {}); install it (Debian: postgresql), or say "
      "--db-bindir=DIR",
      places.versions);
}

std::string find_psql(const Places& places) {
  const auto installation = find_installation(places);
  return installation ? installation->psql : base::find_program("psql");
}

}  // namespace trireme::postgres
