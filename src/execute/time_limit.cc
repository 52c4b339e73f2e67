#include "execute/time_limit.h"

#include <algorithm>

namespace trireme::execute {

namespace {

double of_all(const Naming& naming, std::size_t tests) {
  double sum = 0;
  for (std::size_t i = 0; i < tests; ++i) {
    if (naming.test(i).timeout <= 0) return 0;
    sum += naming.test(i).timeout;
  }
  return sum;
}

double longest(const Naming& naming, std::size_t tests) {
  double most = 0;
  for (std::size_t i = 0; i < tests; ++i) {
    if (naming.test(i).timeout <= 0) return 0;
    most = std::max(most, naming.test(i).timeout);
  }
  return most;
}

}  // namespace

double time_limit(const Naming& naming, const googletest::Hearing& hearing, std::size_t tests, bool in_run) {
  if (const auto running = hearing.running()) return naming.test(*running).timeout;
  if (!hearing.stream_spoke() && in_run) return of_all(naming, tests);
  if (hearing.first_start() == 0 && hearing.open_suite().empty()) return longest(naming, tests);
  for (std::size_t i = 0; i < tests; ++i) {
    if (!hearing.heard()[i].ended) return naming.test(i).timeout;
  }
  return naming.test(tests - 1).timeout;
}

}  // namespace trireme::execute
