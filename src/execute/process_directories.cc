#include "execute/process_directories.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/temp_dir.h"
#include "execute/googletest/command.h"

namespace trireme::execute {

ProcessDirectories::~ProcessDirectories() {
  for (const auto& [worker, directory] : clean_) base::remove_tree(directory);
}

base::Result<std::string> ProcessDirectories::take(const std::string& worker) {
  if (auto clean = clean_.extract(worker)) return std::move(clean.mapped());
  const googletest::ProcessFiles files{fmt::format("{}/{}", home_, made_++)};
  if (mkdir(files.directory.c_str(), 0700) != 0 || mkdir(files.temp().c_str(), 0700) != 0) {
    auto failed = base::fail_errno("cannot make the directory " + files.temp());
    rmdir(files.directory.c_str());
    return failed;
  }
  return files.directory;
}

}  // namespace trireme::execute
