#include "base/cache_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace trireme::base {

namespace {

namespace fs = std::filesystem;

constexpr auto k_oldest = std::chrono::hours(24 * 30);

// The directory, made if need be; false if it is not ours alone.
bool make_own(const std::string& directory) {
  mkdir(directory.c_str(), 0700);
  struct stat status {};
  return stat(directory.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

std::string cache_home() {
  const char* named = std::getenv("XDG_CACHE_HOME");
  if (named != nullptr && *named == '/') return named;
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.cache" : "";
}

}  // namespace

std::string cache_directory(const std::string& name) {
  const std::string home = cache_home();
  if (home.empty()) return "";
  std::error_code ignored;
  fs::create_directories(home, ignored);
  const std::string own = home + "/trireme";
  return make_own(own) && make_own(own + "/" + name) ? own + "/" + name : "";
}

void prune_cache(const std::string& directory) {
  if (directory.empty()) return;
  const auto now = fs::file_time_type::clock::now();
  std::error_code error;
  for (fs::directory_iterator each(directory, error), end; !error && each != end; each.increment(error)) {
    std::error_code ignored;
    const auto written = fs::last_write_time(each->path(), ignored);
    if (!ignored && now - written > k_oldest) fs::remove(each->path(), ignored);
  }
}

}  // namespace trireme::base
