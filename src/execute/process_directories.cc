#include "execute/process_directories.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/temp_dir.h"

namespace trireme::execute {

ProcessDirectories::~ProcessDirectories() {
  for (const auto& [worker, files] : clean_) remove(files);
}

base::Result<googletest::ProcessFiles> ProcessDirectories::take(const std::string& worker) {
  if (auto clean = clean_.extract(worker)) return std::move(clean.mapped());
  googletest::ProcessFiles files{fmt::format("{}/{}", home_, made_), fmt::format("{}/messages-{}", messages_, made_)};
  ++made_;
  for (const std::string& each : {files.directory, files.temp(), files.messages}) {
    if (mkdir(each.c_str(), 0700) == 0) continue;
    auto failed = base::fail_errno("cannot make the directory " + each);
    remove(files);
    return failed;
  }
  return files;
}

void ProcessDirectories::remove(const googletest::ProcessFiles& files) {
  base::remove_tree(files.directory);
  base::remove_tree(files.messages);
}

}  // namespace trireme::execute
