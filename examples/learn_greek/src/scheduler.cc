#include "scheduler.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace learn_greek {
namespace {

// What was remembered `late` days longer than asked: all of them count after a perfect answer, half after a good one.
double remembered_days(const Schedule& schedule, int quality, int late) {
  return schedule.interval + late * std::max(quality - 3, 0) / 2.0;
}

int next_interval(const Schedule& schedule, int quality, int today) {
  if (schedule.repetitions == 0) return 1;
  if (schedule.repetitions == 1) return 6;
  constexpr double k_rounding_error = 1e-9;  // five answers of 3 give 1.8000000000000010: 10 days become 18, not 19
  const double days = remembered_days(schedule, quality, std::max(today - schedule.due, 0)) * schedule.ease;
  return static_cast<int>(std::min<double>(std::ceil(days - k_rounding_error), k_longest_interval));
}

double next_ease(double ease, int quality) {
  const int missing = 5 - quality;
  return std::max(k_least_ease, ease + 0.1 - missing * (0.08 + missing * 0.02));
}

}  // namespace

Schedule after_answer(Schedule schedule, int quality, int today) {
  if (quality < 0 || quality > 5) throw std::out_of_range("quality is 0 to 5");
  if (!is_known(quality)) {
    if (schedule.repetitions > 0) ++schedule.lapses;
    schedule.repetitions = 0;
    schedule.interval = 1;
  } else if (!is_due(schedule, today)) {
    return schedule;
  } else {
    schedule.interval = next_interval(schedule, quality, today);
    schedule.ease = next_ease(schedule.ease, quality);
    ++schedule.repetitions;
  }
  schedule.due = today + schedule.interval;
  return schedule;
}

}  // namespace learn_greek
