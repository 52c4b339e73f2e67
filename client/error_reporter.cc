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

// A framework that is to end at the first failure throws, after it has noted this one; a destructor cannot let that pass.
void report_error(const std::string& text) noexcept {
  try {
    reporter()(text);
  } catch (...) {
  }
}

}  // namespace trireme
