// How many tests the next process should run.
//
// A process costs its start (dynamic linking, static initialisers, registration) and its end; a batch should last about
// twenty times that, so that at most a twentieth of the time is lost, and no longer, so that workers finish together. For that
// they share what waits, again and again, as long as a share lasts as long as a process costs; and what takes no longer than a
// few processes cost is shared once, with what others still run. What a launch costs and how long its tests take is learned from
// its first, small batches.
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

  // `waiting`: tests that are still to be handed out, of any launch; `running`: that others have and have not ended. At least 1.
  [[nodiscard]] std::size_t next(std::uint32_t launch, std::size_t waiting, std::size_t running) const;
  void record(std::uint32_t launch, const ProcessTimes& times);

 private:
  struct Seen {
    std::size_t processes = 0;
    ProcessTimes total;
  };

  [[nodiscard]] std::size_t share_of(std::size_t tests) const;

  std::size_t workers_;
  std::map<std::uint32_t, Seen> seen_;
};

}  // namespace trireme::schedule
