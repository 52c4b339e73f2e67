#include "coverage/change_map.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/fd.h"

namespace trireme::coverage {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(5);
constexpr auto k_patience = std::chrono::seconds(20);  // another has read and written the file long before

// The directory, since the file is another one after each change. Where the file system knows no locks it goes without.
base::Result<base::Fd> locked(const std::string& directory) {
  base::Fd lock(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto deadline = std::chrono::steady_clock::now() + k_patience;
  while (flock(lock.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    if (std::chrono::steady_clock::now() > deadline) return base::fail("another run has locked {}", directory);
    std::this_thread::sleep_for(k_pause);
  }
  return lock;
}

}  // namespace

base::Result<void> change_test_map(const std::string& path, const std::function<bool(TestMap&)>& change) {
  TRY(const base::Fd lock, locked(std::filesystem::path(path).parent_path().string()));
  TestMap map = read_test_map(path).value_or(TestMap());
  if (!change(map)) return {};
  return write_test_map(path, map);
}

}  // namespace trireme::coverage
