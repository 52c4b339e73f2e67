#include "postgres/recipe.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>

#include "base/fd.h"
#include "base/glob_literal.h"
#include "base/hash.h"

namespace trireme::postgres {

namespace fs = std::filesystem;

namespace {

base::Result<std::vector<std::string>> sql_files_in(const fs::path& directory) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator each(directory, error), end; !error && each != end; each.increment(error)) {
    if (each->path().extension() == ".sql") files.push_back(each->path().string());
  }
  if (error) return base::fail("cannot read {}: {}", directory.string(), error.message());
  if (files.empty()) return base::fail("there is no .sql file in {}, which --db-schema names", directory.string());
  std::sort(files.begin(), files.end());
  return files;
}

base::Result<std::vector<std::string>> schema_files(const std::string& named, const std::string& directory) {
  const fs::path path = fs::path(directory) / named;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return sql_files_in(path);
  if (fs::is_regular_file(status)) return std::vector<std::string>{path.string()};
  return base::fail("there is no file or directory {}, which --db-schema names", named);
}

std::vector<std::string> globbed(const std::string& pattern) {
  glob_t found{};
  glob(pattern.c_str(), GLOB_MARK, nullptr, &found);
  std::vector<std::string> paths(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  return paths;
}

// The directory itself, and all below it but the hidden ones, which `*` does not find either.
std::vector<fs::path> directories_in(const fs::path& top) {
  std::vector<fs::path> found = {top};
  std::error_code error;
  for (fs::recursive_directory_iterator each(top, error), end; !error && each != end; each.increment(error)) {
    const bool hidden = each->path().filename().string().starts_with('.');
    if (hidden) each.disable_recursion_pending();
    if (!hidden && fs::is_directory(each->symlink_status())) found.push_back(each->path());
  }
  return found;
}

// As glob() does, with `**` for any number of directories.
void add_matching(const std::string& pattern, std::set<std::string>& files) {
  constexpr std::string_view k_any_depth = "/**/";
  const std::size_t at = pattern.find(k_any_depth);
  if (at == std::string::npos) {
    for (std::string& each : globbed(pattern)) {
      if (!each.ends_with('/')) files.insert(std::move(each));
    }
    return;
  }
  for (const std::string& top : globbed(pattern.substr(0, at + 1))) {
    for (const fs::path& each : directories_in(top.substr(0, top.size() - 1))) {
      add_matching(base::glob_literal(each.string()) + "/" + pattern.substr(at + k_any_depth.size()), files);
    }
  }
}

base::Result<std::set<std::string>> matching_files(const std::string& pattern, const std::string& directory) {
  std::string whole = fs::path(pattern).is_absolute() ? pattern : base::glob_literal(directory) + "/" + pattern;
  if (whole.ends_with("/**")) whole += "/*";
  std::set<std::string> files;
  add_matching(whole, files);
  if (files.empty()) return base::fail("--db-input={} matches no file", pattern);
  return files;
}

template <typename Files>
base::Result<void> add_contents(const Files& files, std::string& inputs) {
  for (const std::string& each : files) {
    TRY(const std::string text, base::read_file(each));
    base::add_part(inputs, each);
    base::add_part(inputs, text);
  }
  return {};
}

}  // namespace

base::Result<Recipe> read_recipe(const model::DatabaseOptions& options, const std::string& directory) {
  Recipe recipe{.command = options.command, .command_directory = options.command_directory};
  if (recipe.command_directory.empty()) recipe.command_directory = directory;
  for (const std::string& each : options.schema) {
    TRY(const auto files, schema_files(each, directory));
    recipe.files.insert(recipe.files.end(), files.begin(), files.end());
  }
  if (auto added = add_contents(recipe.files, recipe.inputs); !added) return tl::unexpected(added.error());
  base::add_part(recipe.inputs, recipe.command);
  if (!recipe.command.empty()) base::add_part(recipe.inputs, recipe.command_directory);
  for (const std::string& each : options.inputs) {
    TRY(const auto files, matching_files(each, directory));
    if (auto added = add_contents(files, recipe.inputs); !added) return tl::unexpected(added.error());
  }
  recipe.repeatable = recipe.command.empty() || !options.inputs.empty();
  return recipe;
}

}  // namespace trireme::postgres
