#include "base/temp_dir.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cstdlib>
#include <filesystem>

namespace trireme::base {

TempDir::~TempDir() {
  if (!path_.empty()) remove_tree(path_);
}

void remove_tree(const std::string& path) {
  std::error_code failed;
  std::filesystem::remove_all(path, failed);
  // It may have been a matter of the moment: no descriptor, a process that was just making another file.
  if (failed) std::filesystem::remove_all(path, failed);
}

std::string temp_root() {
  const char* named = std::getenv("TMPDIR");
  std::error_code ignored;
  const auto path = std::filesystem::absolute(named != nullptr && *named != '\0' ? named : "/tmp", ignored);
  return path.lexically_normal().string();
}

Result<TempDir> make_temp_dir(const std::string& prefix) {
  std::string path = (std::filesystem::path(temp_root()) / (prefix + "XXXXXX")).string();
  if (mkdtemp(path.data()) == nullptr) return fail_errno("cannot make a directory " + path);
  return TempDir(std::move(path));
}

Fd lock_directory(const std::string& path) {
  Fd fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd || flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return {};
  return fd;
}

void remove_unlocked(const std::string& path) {
  if (const Fd lock = lock_directory(path)) remove_tree(path);
}

}  // namespace trireme::base
