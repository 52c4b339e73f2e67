// Where a server of ours has its data and its socket: a directory directly in the temp directory or in memory, 0700, the
// server's user's, locked while we live. It goes with this object, and, when we are killed, by the guard or by a later run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/child.h"
#include "base/fd.h"
#include "base/temp_dir.h"

namespace trireme::postgres {

class [[nodiscard]] ServerDirectory {
 public:
  ServerDirectory() = default;
  ServerDirectory(ServerDirectory&&) noexcept = default;
  ServerDirectory& operator=(ServerDirectory&&) noexcept = default;
  ~ServerDirectory();
  // nullopt: the server runs as we do.
  static base::Result<ServerDirectory> make(const std::optional<base::Identity>& user);

  [[nodiscard]] const std::string& path() const { return directory_.path(); }
  [[nodiscard]] std::string data() const { return path() + "/data"; }
  [[nodiscard]] std::string log() const { return path() + "/log"; }
  // The same, unless it cannot have a socket that is found: its path is too long, or has a comma.
  [[nodiscard]] const std::string& socket_directory() const { return short_.path().empty() ? path() : short_.path(); }

  // What keeps others from it, as long as any process has one of these open.
  [[nodiscard]] std::vector<int> locks() const;
  // It stays.
  void keep();
  // Removes those of dead runs.
  static void remove_dead(const std::optional<base::Identity>& user);

 private:
  base::TempDir directory_;
  base::Fd lock_;
  base::TempDir short_;
  base::Fd short_lock_;
};

}  // namespace trireme::postgres
