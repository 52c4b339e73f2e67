// So many failures in one test as FAILURES says.
#include <gtest/gtest.h>

#include <cstdlib>

namespace {
void fail_often() {
  const char* const wanted = std::getenv("FAILURES");
  for (int i = wanted == nullptr ? 2 : std::atoi(wanted); i > 0; --i) ADD_FAILURE() << i << " to come";
}
}  // namespace

TEST(FailsOften, ends) { fail_often(); }
TEST(FailsOften, crashes) {
  fail_often();
  std::abort();
}
TEST(FailsOften, passes_after) {}
