#include "base/clock.h"

#include <chrono>

#include "base/guard.h"

namespace trireme::base {

namespace {

double g_stopped = 0;  // seconds

}  // namespace

double now() {
  static const auto started = std::chrono::steady_clock::now();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count() - g_stopped;
}

double stop_for_a_while() {
  const double before = now();
  stop_until_continued();
  const double stopped = now() - before;
  g_stopped += stopped;
  return stopped;
}

}  // namespace trireme::base
