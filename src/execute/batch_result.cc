#include "execute/batch_result.h"

#include <algorithm>
#include <filesystem>

namespace trireme::execute {

namespace {

bool is_all_well(const BatchResult& result) {
  return result.failed.empty() && std::none_of(result.finished.begin(), result.finished.end(), [](const auto& each) {
           return model::is_bad(each.outcome) || each.outcome == model::Outcome::interrupted;
         });
}

}  // namespace

void clean_up(const googletest::ProcessFiles& files, BatchResult& result) {
  std::error_code error;
  const bool left_files = !std::filesystem::is_empty(files.temp(), error) && !error;
  if (is_all_well(result) || !left_files) {
    std::filesystem::remove_all(files.directory, error);
    return;
  }
  for (model::TestFinished& each : result.finished) {
    if (each.outcome != model::Outcome::passed && each.outcome != model::Outcome::skipped) each.kept_directory = files.temp();
  }
}

}  // namespace trireme::execute
