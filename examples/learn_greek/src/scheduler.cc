#include "scheduler.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace learn_greek {
namespace {

constexpr int k_longest_interval = 36500;

int next_interval(const Schedule& schedule) {
  if (schedule.repetitions == 0) return 1;
  if (schedule.repetitions == 1) return 6;
  return static_cast<int>(std::min<double>(std::round(schedule.interval * schedule.ease), k_longest_interval));
}

}  // namespace

Schedule after_answer(Schedule schedule, int quality, int today) {
  if (quality < 0 || quality > 5) throw std::out_of_range("quality is 0 to 5");
  if (quality < 3) {
    schedule.repetitions = 0;
    schedule.interval = 1;
  } else {
    schedule.interval = next_interval(schedule);
    ++schedule.repetitions;
  }
  const int missing = 5 - quality;
  schedule.ease = std::max(k_least_ease, schedule.ease + 0.1 - missing * (0.08 + missing * 0.02));
  schedule.due = today + schedule.interval;
  return schedule;
}

}  // namespace learn_greek
