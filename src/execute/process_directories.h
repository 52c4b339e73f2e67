// Directories for the files of processes. A worker's next process gets the one that its last left clean: to make and remove
// a directory costs more than a short test.
#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace trireme::execute {

class ProcessDirectories {
 public:
  // Makes them in `home`.
  explicit ProcessDirectories(std::string home) : home_(std::move(home)) {}
  ProcessDirectories(const ProcessDirectories&) = delete;
  ProcessDirectories& operator=(const ProcessDirectories&) = delete;
  // Removes those that are clean.
  ~ProcessDirectories();

  base::Result<std::string> take(const std::string& worker);
  // It is as it was when taken. One that is not given back is left alone.
  void give_back(const std::string& worker, std::string directory) { clean_[worker] = std::move(directory); }

 private:
  std::string home_;
  std::map<std::string, std::string> clean_;  // by worker
  int made_ = 0;
};

}  // namespace trireme::execute
