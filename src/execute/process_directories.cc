#include "execute/process_directories.h"

#include <sys/stat.h>

#include <filesystem>

#include "execute/googletest/command.h"

namespace trireme::execute {

ProcessDirectories::~ProcessDirectories() {
  std::error_code ignored;
  for (const auto& [worker, directory] : clean_) std::filesystem::remove_all(directory, ignored);
}

base::Result<std::string> ProcessDirectories::take(const std::string& worker) {
  if (auto clean = clean_.extract(worker)) return std::move(clean.mapped());
  const googletest::ProcessFiles files{fmt::format("{}/{}", home_, made_++)};
  if (mkdir(files.directory.c_str(), 0700) != 0 || mkdir(files.temp().c_str(), 0700) != 0) {
    return base::fail_errno("cannot make the directory " + files.temp());
  }
  return files.directory;
}

}  // namespace trireme::execute
