#include "execute/left_behind.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace trireme::execute {

namespace {

constexpr double k_imprecision = 0.05;  // seconds, of when tests ended and processes started
constexpr std::size_t k_most_suspects = 20;

// Those that had not ended by then.
std::vector<std::size_t> tests_since(const googletest::Hearing& hearing, double start) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < hearing.heard().size(); ++i) {
    const bool ran = hearing.place(i) > 0;
    if (ran && (hearing.running() == i || hearing.ended_at(i) >= start)) result.push_back(i);
  }
  std::sort(result.begin(), result.end(), [&](auto a, auto b) { return hearing.place(a) < hearing.place(b); });
  return result;
}

}  // namespace

void LeftBehind::add(std::vector<Leftover> leftovers) {
  for (Leftover& each : leftovers) {
    // One of its group may be found again while it dies.
    const bool known =
        std::any_of(leftovers_.begin(), leftovers_.end(), [&](const auto& other) { return other.pid == each.pid; });
    if (!known) leftovers_.push_back(std::move(each));
  }
}

std::optional<model::Leaky> LeftBehind::charge(const googletest::Hearing& hearing, const Naming& naming,
                                               const std::string& worker, double now) const {
  if (leftovers_.empty()) return std::nullopt;
  double oldest = 0;
  for (const Leftover& each : leftovers_) oldest = std::max(oldest, each.age());
  const std::vector<std::size_t> suspects = tests_since(hearing, now - oldest - k_imprecision);
  if (suspects.size() == 1) return model::Leaky{naming.id(suspects[0]), worker, told(leftovers_)};
  model::Leaky leaky{naming.binary(), worker, told(leftovers_)};
  if (!suspects.empty()) leaky.text += "\nwhile they lived, these tests ran:";
  for (std::size_t i = 0; i < std::min(suspects.size(), k_most_suspects); ++i) leaky.text += "\n  " + naming.id(suspects[i]);
  if (suspects.size() > k_most_suspects) leaky.text += fmt::format("\n  and {} more", suspects.size() - k_most_suspects);
  return leaky;
}

}  // namespace trireme::execute
