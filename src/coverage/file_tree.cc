#include "coverage/file_tree.h"

#include <vector>

namespace trireme::coverage {

namespace fs = std::filesystem;

namespace {

// CMakeFiles/3.25.1/CompilerIdCXX: the project's flags are used there, on what is not of the project.
bool is_of_cmake(const fs::path& directory) {
  const fs::path version = directory.parent_path().filename();
  return directory.filename().native().starts_with("CompilerId") && version.extension() != ".dir" &&
         directory.parent_path().parent_path().filename() == "CMakeFiles";
}

}  // namespace

void for_each_file(const std::string& directory, std::string_view ending, const std::function<void(const fs::path&)>& use) {
  std::vector<fs::path> pending = {directory};
  std::error_code error;
  while (!pending.empty()) {
    const fs::path current = std::move(pending.back());
    pending.pop_back();
    for (fs::directory_iterator entry(current, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code unknown;
      const fs::path& path = entry->path();
      // What the directory itself says of it is enough.
      const bool is_directory = !entry->is_symlink(unknown) && entry->is_directory(unknown);
      if (is_directory && path.filename() != ".git" && !is_of_cmake(path)) pending.push_back(path);
      if (path.native().ends_with(ending) && entry->is_regular_file(unknown)) use(path);
    }
  }
}

std::vector<std::string> files_below(const std::vector<std::string>& directories, std::string_view ending) {
  std::vector<std::string> found;
  for (const std::string& directory : directories) {
    for_each_file(directory, ending, [&](const fs::path& file) { found.push_back(file.native()); });
  }
  return found;
}

}  // namespace trireme::coverage
