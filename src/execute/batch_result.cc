#include "execute/batch_result.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

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

bool is_kept(model::Outcome outcome) { return outcome != model::Outcome::passed && outcome != model::Outcome::skipped; }

// Of the output of tests that passed nobody needs more than the head and the tail.
void forget_outputs_of_passed(BatchResult& result) {
  for (model::TestFinished& each : result.finished) {
    if (!is_kept(each.outcome)) each.output.file.clear();
  }
}

std::set<std::string> kept_outputs(const BatchResult& result) {
  std::set<std::string> kept;
  for (const model::TestFinished& each : result.finished) kept.insert(each.output.file);
  for (const model::ProcessFailed& each : result.failed) kept.insert(each.output.file);
  kept.erase("");
  return kept;
}

// True when none is left.
bool remove_outputs(const googletest::ProcessFiles& files, const std::set<std::string>& kept) {
  std::error_code error;
  for (const auto& each : std::filesystem::directory_iterator(files.directory, error)) {
    const std::string path = each.path().string();
    if (path.starts_with(files.outputs()) && kept.count(path) == 0) unlink(path.c_str());
  }
  return kept.empty();
}

}  // namespace

bool clean_up(const googletest::ProcessFiles& files, bool has_outputs, BatchResult& result) {
  std::error_code error;
  forget_outputs_of_passed(result);
  const bool no_outputs = !has_outputs || remove_outputs(files, kept_outputs(result));
  const bool left_files = !std::filesystem::is_empty(files.temp(), error) && !error;
  const bool as_taken = !left_files && is_ours_alone(files.temp());
  for (const std::string& each : {files.report(), files.flags(), files.inside_run()}) unlink(each.c_str());
  if (as_taken && no_outputs) return true;
  base::remove_tree(files.messages);
  if (as_taken) return false;
  if (no_outputs && (!left_files || is_all_well(result))) {
    base::remove_tree(files.directory);
    return false;
  }
  for (model::TestFinished& each : result.finished) {
    if (left_files && is_kept(each.outcome)) each.kept_directory = files.temp();
  }
  return false;
}

}  // namespace trireme::execute
