// async.h and googletest_async.h. No database.
#include <gtest/gtest-spi.h>
#include <trireme/googletest_async.h>

#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;

asio::awaitable<void> pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<int> seven_later() {
  co_await pause(1ms);
  co_return 7;
}

int g_ended = 0;

ASYNC_TEST(Async, is_awaited_to_its_end) {
  const int seven = co_await seven_later();
  CO_ASSERT_EQ(seven, 7);
  EXPECT_EQ(trireme_timeout(), trireme::k_async_timeout);
  ++g_ended;
}
TEST(Async, was_awaited_to_its_end) {
  trireme::run_async([]() -> asio::awaitable<void> {
    co_await pause(1ms);
    ++g_ended;
  });
  EXPECT_GE(g_ended, 1);
}

class AsyncFixture : public testing::Test {
 protected:
  const std::chrono::milliseconds async_timeout = 30'000ms;
  int number_ = 1;
};
ASYNC_TEST_F(AsyncFixture, has_the_members_of_its_fixture) {
  co_await pause(1ms);
  CO_ASSERT_TRUE(number_ == 1);
  EXPECT_EQ(trireme_timeout(), 30s);
}
TEST_F(AsyncFixture, may_have_other_tests) { EXPECT_EQ(number_, 1); }

asio::awaitable<void> assert_and_go_on(int number, bool* went_on) {
  CO_ASSERT_EQ(number, 7);
  CO_ASSERT_TRUE(number > 6);
  *went_on = true;
}
TEST(Async, assertions_return) {
  static bool went_on = false;
  EXPECT_NONFATAL_FAILURE(trireme::run_async([] { return assert_and_go_on(8, &went_on); }), "number");
  EXPECT_FALSE(went_on);
  trireme::run_async([] { return assert_and_go_on(7, &went_on); });
  EXPECT_TRUE(went_on);
}

TEST(Async, throws_what_the_body_throws) {
  EXPECT_THROW(trireme::run_async([]() -> asio::awaitable<void> {
                 co_await pause(1ms);
                 throw std::domain_error("mine");
               }),
               std::domain_error);
}

TEST(Async, is_cancelled_after_the_timeout) {
  bool cancelled = false;
  const auto body = [&cancelled]() -> asio::awaitable<void> {
    try {
      co_await pause(1h);
    } catch (const asio::system_error& error) {
      cancelled = error.code() == asio::error::operation_aborted;
      throw;
    }
  };
  EXPECT_THROW(trireme::run_async(body, 20ms), trireme::AsyncTimeout);
  EXPECT_TRUE(cancelled);
}

// One that waits again is destroyed, and what it holds with it.
TEST(Async, is_destroyed_when_it_does_not_end) {
  const auto held = std::make_shared<int>(0);
  const auto body = [held]() -> asio::awaitable<void> {
    const auto mine = held;
    for (;;) {
      try {
        co_await asio::this_coro::throw_if_cancelled(false);
        co_await pause(1h);
      } catch (const asio::system_error&) {
      }
      co_await asio::this_coro::reset_cancellation_state();
    }
  };
  EXPECT_THROW(trireme::run_async(body, 20ms), trireme::AsyncTimeout);
  EXPECT_EQ(held.use_count(), 2);
}

TEST(Async, does_not_wait_for_what_it_has_spawned) {
  trireme::run_async(
      []() -> asio::awaitable<void> { asio::co_spawn(co_await asio::this_coro::executor, pause(1h), asio::detached); });
}

}  // namespace
