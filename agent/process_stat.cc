#include "agent/process_stat.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace trireme::agent {

ProcessStat::ProcessStat(pid_t pid) {
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d/stat", pid);
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  if (read(file, text_, sizeof text_ - 1) < 0) text_[0] = '\0';
  close(file);
}

// It may hold brackets and blanks.
std::string_view ProcessStat::name() const {
  const char* const begin = std::strchr(text_, '(');
  const char* const end = std::strrchr(text_, ')');
  if (begin == nullptr || end == nullptr) return "";
  return {begin + 1, static_cast<std::size_t>(end - begin - 1)};
}

unsigned long ProcessStat::field(int number) const {
  const char* at = std::strrchr(text_, ')');
  for (int i = 0; at != nullptr && i < number; ++i) at = std::strchr(at + 1, ' ');
  return at == nullptr ? 0 : std::strtoul(at, nullptr, 10);
}

}  // namespace trireme::agent
