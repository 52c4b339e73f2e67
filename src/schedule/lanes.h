// Of which launch a worker takes tests next.
//
// It stays with its own while there is something of that, as the fork server for it is there; then it takes one that nobody
// runs, then one that others run, and at last one of which others are just finding out how long its tests take: of that it would take
// few as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace trireme::schedule {

class Lanes {
 public:
  Lanes(std::size_t lanes, int workers) : lanes_(lanes), of_worker_(static_cast<std::size_t>(workers)) {}

  [[nodiscard]] std::size_t size() const { return lanes_.size(); }

  // `open`: those with tests, in the order in which they should run; not empty.
  [[nodiscard]] std::uint32_t choose(int worker, const std::vector<std::uint32_t>& open) const;
  void enter(int worker, std::uint32_t lane);
  // It is known how long its tests take.
  void on_known(std::uint32_t lane) { lanes_[lane].known = true; }

 private:
  struct Lane {
    int workers = 0;  // that took their last batch from it
    bool known = false;
  };

  [[nodiscard]] int reluctance(int worker, std::uint32_t lane) const;

  std::vector<Lane> lanes_;
  std::vector<std::optional<std::uint32_t>> of_worker_;
};

}  // namespace trireme::schedule
