// SM-2 (P. Wozniak, 1987): the better a card is known, the longer until it is asked again. Days are whole numbers, see
// calendar.h. As published: fractions of a day are rounded up; a forgotten card starts anew and keeps its ease. What
// the paper leaves open: an overdue card that was known anyway has earned some of the extra days, and an answer ahead
// of time proves nothing, unless it is wrong.
#pragma once

namespace learn_greek {

inline constexpr double k_least_ease = 1.3;
inline constexpr int k_longest_interval = 36500;  // days
inline constexpr int k_leech_lapses = 8;

struct Schedule {
  int repetitions = 0;  // right answers in a row
  int interval = 0;     // days; 0 for a card never answered
  double ease = 2.5;
  int due = 0;     // day
  int lapses = 0;  // how often it was known and then forgotten
  bool operator==(const Schedule&) const = default;
};

[[nodiscard]] inline bool is_known(int quality) { return quality >= 3; }

// After an answer of quality 0 (blackout) to 5 (perfect) on that day. Throws std::out_of_range for other qualities.
[[nodiscard]] Schedule after_answer(Schedule schedule, int quality, int today);

[[nodiscard]] inline bool is_new(const Schedule& schedule) { return schedule.interval == 0; }
// A new card is due at any time.
[[nodiscard]] inline bool is_due(const Schedule& schedule, int today) { return is_new(schedule) || schedule.due <= today; }
// Forgotten so often that it needs another card, not another review.
[[nodiscard]] inline bool is_leech(const Schedule& schedule) { return schedule.lapses >= k_leech_lapses; }

}  // namespace learn_greek
