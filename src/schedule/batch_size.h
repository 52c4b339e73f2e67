// How many tests the next process should run.
//
// A process costs its start (dynamic linking, static initialisers, registration) and its end; a batch should last about
// twenty times that, so that at most a twentieth of the time is lost, and no longer, so that workers finish together. For that
// they share what is left, as long as a share lasts as long as a process costs. What a launch costs and how long its tests
// take is learned from its first, small batches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

namespace trireme::schedule {

struct ProcessTimes {
  std::size_t tests = 0;  // how many ran
  double testing = 0;     // seconds from the start of the first to the end of the last
  double overhead = 0;    // seconds before and after that
};

class BatchSize {
 public:
  explicit BatchSize(int workers) : workers_(static_cast<std::size_t>(workers)) {}

  // `waiting`: tests that are still to be handed out, of any launch. At least 1.
  [[nodiscard]] std::size_t next(std::uint32_t launch, std::size_t waiting) const;
  void record(std::uint32_t launch, const ProcessTimes& times);

 private:
  struct Seen {
    std::size_t processes = 0;
    ProcessTimes total;
  };

  std::size_t workers_;
  std::map<std::uint32_t, Seen> seen_;
};

}  // namespace trireme::schedule
