#include <cstdio>
#include <cstdlib>

#include <trireme/postgres.h>

namespace trireme {

namespace {

void say_and_abort(const std::string& text) {
  std::fprintf(stderr, "trireme: %s\n", text.c_str());
  std::abort();
}

// Set while static objects are made, in any order.
ErrorReporter& reporter() noexcept {
  static ErrorReporter current = say_and_abort;
  return current;
}

}  // namespace

bool set_error_reporter(ErrorReporter wanted) noexcept {
  reporter() = wanted;
  return true;
}

void report_error(const std::string& text) noexcept { reporter()(text); }

}  // namespace trireme
