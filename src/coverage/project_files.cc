#include "coverage/project_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <string_view>

#include "base/elf_file.h"
#include "base/fd.h"
#include "coverage/git.h"
#include "coverage/included_names.h"
#include "coverage/paths.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 11> k_made = {".o",    ".d",   ".a",   ".so",      ".gcno",    ".gcda",
                                                     ".gcov", ".pyc", ".gch", ".profraw", ".profdata"};

constexpr std::array<std::string_view, 14> k_headers = {".h",   ".hh",  ".hpp", ".hxx", ".h++", ".H",   ".inc",
                                                        ".inl", ".ipp", ".tpp", ".tcc", ".txx", ".def", ".x"};

constexpr std::array<std::string_view, 6> k_compiled = {".c", ".cc", ".cpp", ".cxx", ".c++", ".C"};

bool is_hidden(const fs::path& name) { return name.native().starts_with('.'); }

bool is_linked_directory(const fs::path& path) {
  std::error_code unknown;
  return fs::is_symlink(path, unknown) && fs::is_directory(path, unknown);
}

bool is_header(const fs::path& path) {
  const std::string ending = path.extension().string();
  return std::find(k_headers.begin(), k_headers.end(), ending) != k_headers.end();
}

bool is_source(const fs::path& path) {
  const std::string ending = path.extension().string();
  return is_header(path) || std::find(k_compiled.begin(), k_compiled.end(), ending) != k_compiled.end();
}

bool is_made(const fs::path& path) {
  const std::string ending = path.extension().string();
  return std::find(k_made.begin(), k_made.end(), ending) != k_made.end() || base::ElfFile::open(path.string()).has_value();
}

class Listing {
 public:
  Listing(const std::string& root, const std::vector<std::string>& build_directories) : root_(real_path(root)) {
    for (const std::string& each : build_directories) {
      if (const std::string path = real_path(each); !is_below(root_, path)) left_out_.push_back(path);
    }
  }

  void run() {
    const auto git = Git::open(root_);
    if (const auto known = git ? git->files() : tl::unexpected(git.error())) {
      for (const Git::File& each : *known) each.is_tracked ? take(each.path) : look_at(each.path);
      for (const std::string& each : git->ignored().value_or(std::vector<std::string>())) look_for_headers(each);
    } else {
      walk(root_, [this](const fs::path& each) { look_at(each); });
    }
    for (const std::string& each : left_out_) {
      walk(each, [this](const fs::path& path) {
        if (is_header(path)) {
          files_.insert(path.string());
        } else {
          others_.push_back(path.string());
        }
      });
    }
  }

  void add_included() {
    std::set<std::string> names;
    for (const std::string& each : files_) {
      if (is_source(each)) names.merge(included_names(base::read_file(each).value_or("")));
    }
    for (const std::string& each : others_) {
      if (names.contains(fs::path(each).filename().string()) && !is_made(each)) files_.insert(each);
    }
  }

  std::set<std::string> take() { return std::move(files_); }

 private:
  [[nodiscard]] bool is_in_hidden(const fs::path& path) const {
    const fs::path name = path.lexically_relative(root_);
    return std::any_of(name.begin(), name.end(), is_hidden);
  }

  // What is tracked belongs to the project, wherever it is and whatever made it. Where a link leads is a part of it.
  void take(const fs::path& path) {
    std::error_code unknown;
    if (is_in_hidden(path)) return;
    if (fs::is_regular_file(path, unknown) || is_linked_directory(path)) {
      files_.insert(path.string());
    } else {
      look_at(path);
    }
  }

  void look_at(const fs::path& path) {
    if (is_in_hidden(path) || is_left_out(path)) return;
    std::error_code unknown;
    const fs::file_type type = fs::symlink_status(path, unknown).type();
    if (type == fs::file_type::regular && !is_made(path)) files_.insert(path.string());
    // A repository in this one.
    if (type == fs::file_type::directory) walk(path, [this](const fs::path& each) { look_at(each); });
  }

  // In what git ignores: they may be generated.
  void look_for_headers(const fs::path& path) {
    const auto look = [this](const fs::path& each) {
      if (is_header(each)) return look_at(each);
      if (!is_in_hidden(each)) others_.push_back(each.string());
    };
    std::error_code unknown;
    const bool is_directory = fs::symlink_status(path, unknown).type() == fs::file_type::directory;
    if (!is_directory) return look(path);
    if (!is_in_hidden(path) && !is_build_tree(path, root_)) walk(path, look);
  }

  void walk(const fs::path& top, const std::function<void(const fs::path&)>& use) {
    std::vector<fs::path> pending = {top};
    while (!pending.empty()) {
      const fs::path current = std::move(pending.back());
      pending.pop_back();
      std::error_code error;
      for (fs::directory_iterator entry(current, error), end; !error && entry != end; entry.increment(error)) {
        const fs::path& path = entry->path();
        std::error_code unknown;
        const bool is_directory = entry->symlink_status(unknown).type() == fs::file_type::directory;
        if (!is_directory) use(path);
        if (is_directory && !is_hidden(path.filename()) && !is_build_tree(path, top)) pending.push_back(path);
      }
    }
  }

  // One that is walked is entered.
  [[nodiscard]] bool is_build_tree(const fs::path& path, const fs::path& walked) const {
    std::error_code unknown;
    return (is_left_out(path) && !is_left_out(walked)) || fs::exists(path / "CMakeCache.txt", unknown) ||
           fs::exists(path / "meson-info", unknown);
  }

  [[nodiscard]] bool is_left_out(const fs::path& path) const {
    return std::any_of(left_out_.begin(), left_out_.end(),
                       [&](const std::string& each) { return is_below(path.native(), each); });
  }

  std::string root_;
  std::vector<std::string> left_out_;
  std::set<std::string> files_;
  std::vector<std::string> others_;  // that are not the project's, unless it includes them
};

}  // namespace

std::set<std::string> project_files(const std::string& root, const std::vector<std::string>& build_directories) {
  Listing listing(root, build_directories);
  listing.run();
  return listing.take();
}

std::set<std::string> project_files_and_included(const std::string& root, const std::vector<std::string>& build_directories) {
  Listing listing(root, build_directories);
  listing.run();
  listing.add_included();
  return listing.take();
}

}  // namespace trireme::coverage
