#include "base/shared_memory.h"

#include <sys/ipc.h>
#include <sys/shm.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/child.h"

namespace trireme::base {

namespace fs = std::filesystem;

namespace {

constexpr const char* k_file = "/dev/shm/PostgreSQL.";

// A line of /proc/sysvipc/shm.
struct Segment {
  int number = 0;
  pid_t maker = 0;
  int users = 0;
};

std::vector<Segment> segments() {
  std::vector<Segment> result;
  std::ifstream list("/proc/sysvipc/shm");
  std::string line;
  std::getline(list, line);  // the heading
  while (std::getline(list, line)) {
    std::istringstream columns(line);
    Segment segment;
    std::string skipped;
    columns >> skipped >> segment.number >> skipped >> skipped >> segment.maker >> skipped >> segment.users;
    if (columns) result.push_back(segment);
  }
  return result;
}

}  // namespace

// A file is open before it is mapped.
void SharedMemory::note(pid_t pid) {
  makers_.push_back(pid);
  const std::string process = "/proc/" + std::to_string(pid);
  std::error_code error;
  for (fs::directory_iterator each(process + "/fd", error), end; !error && each != end; each.increment(error)) {
    std::error_code closed;
    const std::string file = fs::read_symlink(each->path(), closed).string();
    if (file.starts_with(k_file)) files_.insert(file);
  }
  std::ifstream maps(process + "/maps");
  for (std::string line; std::getline(maps, line);) {
    const std::size_t start = line.find(k_file);
    if (start != std::string::npos) files_.insert(line.substr(start, line.find(' ', start) - start));
  }
}

void SharedMemory::note_tree(pid_t pid) {
  note(pid);
  for (const pid_t child : children_of(pid)) note_tree(child);
}

void SharedMemory::remove() const {
  if (makers_.empty()) return;
  for (const Segment& each : segments()) {
    const bool made = std::find(makers_.begin(), makers_.end(), each.maker) != makers_.end();
    if (made && each.users == 0) shmctl(each.number, IPC_RMID, nullptr);
  }
  for (const std::string& each : files_) unlink(each.c_str());
}

}  // namespace trireme::base
