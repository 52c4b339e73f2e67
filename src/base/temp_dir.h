// Directories of our own: 0700, removed with everything in them.
#pragma once

#include <string>
#include <utility>

#include "base/fd.h"
#include "base/result.h"

namespace trireme::base {

class [[nodiscard]] TempDir {
 public:
  TempDir() = default;
  explicit TempDir(std::string path) : path_(std::move(path)) {}
  TempDir(TempDir&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TempDir& operator=(TempDir&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~TempDir();

  [[nodiscard]] const std::string& path() const { return path_; }
  // The directory stays when this object goes.
  void keep() { path_.clear(); }

 private:
  std::string path_;
};

// With everything in it, as far as that can be done.
void remove_tree(const std::string& path);

// A fresh directory `prefix`XXXXXX in the temp directory ($TMPDIR, else /tmp).
Result<TempDir> make_temp_dir(const std::string& prefix);

// $TMPDIR, else /tmp; absolute.
std::string temp_root();

// Locks a directory for as long as the descriptor is open; none when another process has it. By this, not by their age, tell
// directories of live runs from those of dead ones.
Fd lock_directory(const std::string& path);

// A directory with everything in it, unless some process has it locked.
void remove_unlocked(const std::string& path);

}  // namespace trireme::base
