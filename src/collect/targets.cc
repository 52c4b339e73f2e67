#include "collect/targets.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

#include "base/text.h"

namespace trireme::collect {

namespace {

namespace fs = std::filesystem;

std::string normal(const std::string& base, const std::string& path) {
  const fs::path whole = fs::path(base) / path;
  fs::path normal = whole.lexically_normal();
  // What is above a link is not what is written before it.
  std::error_code error;
  if (path.find("..") != std::string::npos && !fs::equivalent(whole, normal, error))
    normal = fs::exists(whole, error) ? fs::canonical(whole, error) : whole;
  std::string text = normal.string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

enum class Found { nothing, file, directory, other };

Found look(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return Found::nothing;
  if (S_ISDIR(status.st_mode)) return Found::directory;
  return S_ISREG(status.st_mode) ? Found::file : Found::other;
}

std::optional<Target> find_from(const std::string& base, const std::string& typed) {
  const std::string whole = normal(base, typed);
  const Found found = look(whole);
  if (found == Found::file || found == Found::directory) return Target{typed, whole, found == Found::directory, std::nullopt};
  for (auto colons = typed.find("::"); colons != std::string::npos; colons = typed.find("::", colons + 1)) {
    const std::string path = normal(base, typed.substr(0, colons));
    const std::string name = typed.substr(colons + 2);
    if (look(path) == Found::file) return Target{typed, path, false, name};
  }
  return std::nullopt;
}

bool is_dotted(const std::string& typed) {
  return typed == "." || typed == ".." || typed.starts_with("./") || typed.starts_with("../");
}

bool is_node_id(const std::string& typed) { return typed.find("::") != std::string::npos && !is_dotted(typed); }

base::Result<Target> searchable(Target&& target) {
  if (target.is_directory && faccessat(AT_FDCWD, target.path.c_str(), R_OK | X_OK, AT_EACCESS) != 0) {
    return base::fail("{} cannot be searched for test executables: {}; make it readable, or name another directory",
                      target.typed, std::strerror(errno));
  }
  return std::move(target);
}

// " (did you mean …?)" with the entry of the same directory that is spelled most alike, else what may be given.
std::string hint(const std::string& base, const std::string& typed) {
  const fs::path path(typed.substr(0, typed.find("::")));
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(fs::path(base) / path.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  const std::string nearest = base::nearest(path.filename().string(), names);
  const bool useful = path.has_filename() && !nearest.empty() && nearest != path.filename();
  if (!useful) return ": give a test executable, a directory of them, or a node id";
  return " (did you mean '" + (path.parent_path() / nearest).string() + "'?)";
}

}  // namespace

base::Result<Target> find_target(const model::Options& options, const std::string& typed) {
  if (typed.empty()) return base::fail("a PATH is empty");
  std::array<std::string, 2> folders{options.directory, options.root};
  if (is_node_id(typed)) std::swap(folders[0], folders[1]);
  for (const std::string& folder : folders) {
    if (auto target = find_from(folder, typed)) return searchable(*std::move(target));
  }
  if (look(normal(options.directory, typed)) == Found::other) {
    return base::fail("{} is neither a file nor a directory: give a test executable, or a directory of them", typed);
  }
  return base::fail("file or directory not found: {}{}", typed, hint(options.directory, typed));
}

std::string node_id_start(const model::Options& options, const std::string& typed) {
  const std::string path = typed.substr(0, typed.find("::"));
  if (!path.starts_with('/') && !is_dotted(path)) return typed;
  // With the slash at its end: build/ does not begin build2/p.
  const std::string whole = (fs::path(options.directory) / path).lexically_normal().string();
  return binary_name(options, whole) + typed.substr(path.size());
}

std::string binary_name(const model::Options& options, const std::string& path) {
  std::string folder = normal(options.root, "");
  if (folder.back() != '/') folder += '/';
  return path.compare(0, folder.size(), folder) == 0 ? path.substr(folder.size()) : path;
}

}  // namespace trireme::collect
