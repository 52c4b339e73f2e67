#include "postgres/recipe.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>

#include "base/fd.h"
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

base::Result<std::vector<std::string>> matching_files(const std::string& pattern, const std::string& directory) {
  glob_t found{};
  const int failed = glob((fs::path(directory) / pattern).c_str(), GLOB_MARK, nullptr, &found);
  std::vector<std::string> files(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  std::erase_if(files, [](const std::string& each) { return each.ends_with('/'); });
  if (failed != 0 || files.empty()) return base::fail("--db-input={} matches no file", pattern);
  return files;
}

base::Result<void> add_contents(const std::vector<std::string>& files, std::string& inputs) {
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
  for (const std::string& each : options.inputs) {
    TRY(const auto files, matching_files(each, directory));
    if (auto added = add_contents(files, recipe.inputs); !added) return tl::unexpected(added.error());
  }
  recipe.repeatable = recipe.command.empty() || !options.inputs.empty();
  return recipe;
}

}  // namespace trireme::postgres
