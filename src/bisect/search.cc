#include "bisect/search.h"

#include <algorithm>
#include <optional>

namespace trireme::bisect {

namespace {

class Cut {
 public:
  Cut(const Tests& tests, std::size_t parts) : tests_(tests), parts_(parts) {}

  [[nodiscard]] Tests part(std::size_t i) const { return {at(i), at(i + 1)}; }
  [[nodiscard]] Tests all_but(std::size_t i) const {
    Tests rest(tests_.begin(), at(i));
    rest.insert(rest.end(), at(i + 1), tests_.end());
    return rest;
  }

 private:
  [[nodiscard]] Tests::const_iterator at(std::size_t i) const {
    return tests_.begin() + static_cast<std::ptrdiff_t>(tests_.size() * i / parts_);
  }

  const Tests& tests_;
  std::size_t parts_;
};

class Reduction {
 public:
  Reduction(Tests tests, const Try& attempt) : tests_(std::move(tests)), attempt_(attempt) {}

  // nullopt: stopped.
  std::optional<Tests> run() {
    while (tests_.size() > 1 && parts_ <= tests_.size() && !stopped_) {
      const Cut cut(tests_, parts_);
      if (take([&](std::size_t i) { return cut.part(i); }, 2)) continue;
      // All but one of two is the other one.
      if (parts_ > 2 && take([&](std::size_t i) { return cut.all_but(i); }, parts_ - 1)) continue;
      parts_ = parts_ == tests_.size() ? parts_ + 1 : std::min(parts_ * 2, tests_.size());
    }
    return stopped_ ? std::nullopt : std::optional(tests_);
  }

 private:
  // Goes on with the first of the choices that fails, and if there is one, cut so.
  bool take(const auto& choice, std::size_t parts_then) {
    for (std::size_t i = 0; i < parts_; ++i) {
      Tests chosen = choice(i);
      const Trial trial = attempt_(chosen);
      stopped_ = stopped_ || trial == Trial::stopped;
      if (stopped_) return true;
      if (trial == Trial::passes) continue;
      tests_ = std::move(chosen);
      parts_ = parts_then;
      return true;
    }
    return false;
  }

  Tests tests_;
  const Try& attempt_;
  std::size_t parts_ = 2;
  bool stopped_ = false;
};

}  // namespace

Found search(const Tests& before, const Try& attempt) {
  const Trial alone = attempt({});
  if (alone != Trial::passes) return {alone == Trial::fails ? Answer::fails_alone : Answer::stopped, {}};
  const Trial after_all = before.empty() ? Trial::passes : attempt(before);
  if (after_all != Trial::fails) return {after_all == Trial::passes ? Answer::not_again : Answer::stopped, {}};
  auto smallest = Reduction(before, attempt).run();
  if (!smallest) return {Answer::stopped, {}};
  return {Answer::found, *std::move(smallest)};
}

}  // namespace trireme::bisect
