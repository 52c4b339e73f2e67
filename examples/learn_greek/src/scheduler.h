// SM-2 (P. Wozniak, 1987): the better a card is known, the longer until it is asked again. Days are whole numbers.
#pragma once

namespace learn_greek {

inline constexpr double k_least_ease = 1.3;

struct Schedule {
  int repetitions = 0;  // right answers in a row
  int interval = 0;     // days
  double ease = 2.5;
  int due = 0;          // day
  bool operator==(const Schedule&) const = default;
};

// After an answer of quality 0 (blackout) to 5 (perfect) on that day. Throws std::out_of_range for other qualities.
Schedule after_answer(Schedule schedule, int quality, int today);

[[nodiscard]] inline bool is_due(const Schedule& schedule, int today) { return schedule.due <= today; }

}  // namespace learn_greek
