// Directories for the files of processes. A worker's next process gets the one that its last left clean: to make and remove
// a directory costs more than a short test.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "execute/googletest/command.h"

namespace trireme::execute {

class ProcessDirectories {
 public:
  // Makes them in `home`, those for messages in `messages`.
  ProcessDirectories(std::string home, std::string messages) : home_(std::move(home)), messages_(std::move(messages)) {}
  ProcessDirectories(const ProcessDirectories&) = delete;
  ProcessDirectories& operator=(const ProcessDirectories&) = delete;
  // Removes those that are clean.
  ~ProcessDirectories();

  base::Result<googletest::ProcessFiles> take(const std::string& worker);
  // They are as they were when taken. Those that are not given back are left alone.
  void give_back(const std::string& worker, googletest::ProcessFiles files) { clean_[worker] = std::move(files); }

  static void remove(const googletest::ProcessFiles& files);

 private:
  std::string home_;
  std::string messages_;
  std::map<std::string, googletest::ProcessFiles> clean_;  // by worker
  int made_ = 0;
};

}  // namespace trireme::execute
