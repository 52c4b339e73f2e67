#include "postgres/complete.h"

#include <gtest/gtest.h>
#include <signal.h>

namespace trireme::postgres {
namespace {

using std::chrono::milliseconds;

Async<void> says(int& steps) {
  co_await pause(milliseconds(1));
  ++steps;
  co_return base::Result<void>();
}

Async<void> refuses() { co_return base::fail("there is no room"); }

Async<void> raises(int signal, milliseconds goes_on) {
  co_await pause(milliseconds(1));
  raise(signal);
  if (goes_on.count() > 0) co_await pause(goes_on);
  co_return base::Result<void>();
}

void expect_interrupted(const tl::expected<void, Refusal>& completed) {
  ASSERT_FALSE(completed);
  EXPECT_EQ(completed.error().text, "interrupted by SIGTERM while the database was made");
  EXPECT_EQ(completed.error().code, model::ExitCode::interrupted);
}

TEST(Complete, IsWhatTheTaskComesTo) {
  asio::io_context loop;
  int steps = 0;
  EXPECT_TRUE(complete(loop, says(steps)));
  EXPECT_EQ(steps, 1);
  const auto refused = complete(loop, refuses());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text, "there is no room");
}

TEST(Complete, EndsWithASignal) {
  asio::io_context loop;
  expect_interrupted(complete(loop, raises(SIGTERM, std::chrono::hours(1))));
}

TEST(Complete, HearsASignalThatComesWithTheLastStep) {
  asio::io_context loop;
  expect_interrupted(complete(loop, raises(SIGTERM, milliseconds(0))));
}

}  // namespace
}  // namespace trireme::postgres
