// The live line: what is done, what runs, how long it may still take.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace trireme::report {

struct Standing {
  std::size_t done = 0;
  std::size_t total = 0;
  std::size_t failed = 0;
  double at = 0;  // seconds since the run started
};

class RunningTests {
 public:
  // A worker runs one test at a time.
  void started(const std::string& worker, const std::string& id, double at);
  void ended(const std::string& id);
  // "gw0 Suite.Test 3s, gw1 …", the oldest first.
  [[nodiscard]] std::string text(double at) const;

 private:
  struct Running {
    std::string worker;
    std::string id;
    double since;
  };
  std::vector<Running> running_;  // in the order they started
};

// At most `columns` - 1 wide: in the last column some terminals wrap.
std::string status_line(const Standing& standing, const RunningTests& running, int columns);

// "[ 53%]"
std::string percentage(std::size_t done, std::size_t total);
// "0:07", "1:02:03"
std::string clock_text(double seconds);

}  // namespace trireme::report
