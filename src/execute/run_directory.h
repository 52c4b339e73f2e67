// Where a run keeps its files: ROOT/trireme-of-UID/run-PID_N, 0700, locked while the run lives, and removed when the
// controller or its guard is killed. ROOT is the temp directory; for the files by which processes report, base::quick_place().
//
// A run that left nothing in its directory removes it. Otherwise the directories of the last three runs stay, as pytest's
// do; the rest is removed by the next run. So is what a run left that was killed together with its guard, after the processes
// that still live of it. A live run's directory is never touched: its lock, not its age, tells that it lives.
#pragma once

#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace trireme::execute {

class [[nodiscard]] RunDirectory {
 public:
  // In the temp directory. Removes what dead runs have left, there and in all other places.
  static base::Result<RunDirectory> make();
  // In base::quick_place(), if that can be.
  static base::Result<RunDirectory> make_quick();
  RunDirectory(RunDirectory&&) = default;
  RunDirectory& operator=(RunDirectory&&) = default;
  // Removes the directory unless there is something in it.
  ~RunDirectory();

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  static base::Result<RunDirectory> make_in(const std::string& root);
  RunDirectory(std::string path, base::Fd lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::string path_;
  base::Fd lock_;
};

}  // namespace trireme::execute
