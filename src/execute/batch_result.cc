#include "execute/batch_result.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/temp_dir.h"

namespace trireme::execute {

namespace {

bool is_all_well(const BatchResult& result) {
  return result.failed.empty() && std::none_of(result.finished.begin(), result.finished.end(), [](const auto& each) {
           return model::is_bad(each.outcome) || each.outcome == model::Outcome::interrupted;
         });
}

bool is_ours_alone(const std::string& directory) {
  struct stat status {};
  return lstat(directory.c_str(), &status) == 0 && status.st_mode == (S_IFDIR | 0700) && status.st_uid == geteuid();
}

}  // namespace

bool clean_up(const googletest::ProcessFiles& files, BatchResult& result) {
  std::error_code error;
  const bool left_files = !std::filesystem::is_empty(files.temp(), error) && !error;
  if (!left_files && is_ours_alone(files.temp())) {
    for (const std::string& each : {files.report(), files.flags(), files.inside_run()}) unlink(each.c_str());
    return true;
  }
  if (!left_files || is_all_well(result)) {
    base::remove_tree(files.directory);
    return false;
  }
  for (model::TestFinished& each : result.finished) {
    if (each.outcome != model::Outcome::passed && each.outcome != model::Outcome::skipped) each.kept_directory = files.temp();
  }
  return false;
}

}  // namespace trireme::execute
