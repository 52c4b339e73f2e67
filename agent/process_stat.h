// What the kernel says of a process in /proc/PID/stat.
#pragma once

#include <sys/types.h>

#include <string_view>

namespace trireme::agent {

class ProcessStat {
 public:
  explicit ProcessStat(pid_t pid);
  // As far as the kernel keeps it; "" = unknown.
  [[nodiscard]] std::string_view name() const;
  // After the name, from 1; 0 = unknown.
  [[nodiscard]] unsigned long field(int number) const;

 private:
  char text_[1024] = {};
};

}  // namespace trireme::agent
