#include "coverage/paths.h"

#include <filesystem>

namespace trireme::coverage {

namespace fs = std::filesystem;

std::string real_path(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  std::string result = error ? fs::path(path).lexically_normal().string() : real.string();
  if (result.size() > 1 && result.ends_with('/')) result.pop_back();
  return result;
}

bool is_below(const std::string& path, const std::string& directory) {
  if (directory == "/") return true;
  return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

}  // namespace trireme::coverage
