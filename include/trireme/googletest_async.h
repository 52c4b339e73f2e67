// GoogleTest's TEST and TEST_F for bodies that are coroutines on Asio.
//
//   ASYNC_TEST(Server, answers) {
//     Client client(co_await asio::this_coro::executor);
//     const Response response = co_await client.get("/health");
//     CO_ASSERT_EQ(response.status, 200);
//     EXPECT_EQ(response.body, "ok");
//   }
//
// A body is awaited to its end, within k_async_timeout or what a member `async_timeout` of the fixture says. It must have a
// co_await or co_return in it. ASSERT_… of GoogleTest cannot be used there, since it returns; CO_ASSERT_TRUE and CO_ASSERT_EQ
// co_return.
#pragma once

#include <gtest/gtest.h>

#include <trireme/async.h>

#define TRIREME_ASYNC_TEST_(suite, name, parent, id)                                 \
  class suite##_##name##_Coroutine : public parent {                                 \
   protected:                                                                        \
    ::asio::awaitable<void> trireme_body();                                          \
    std::chrono::milliseconds trireme_timeout() {                                    \
      return [](auto* test) -> std::chrono::milliseconds {                           \
        if constexpr (requires { test->async_timeout; }) return test->async_timeout; \
        return ::trireme::k_async_timeout;                                           \
      }(this);                                                                       \
    }                                                                                \
  };                                                                                 \
  GTEST_TEST_(suite, name, suite##_##name##_Coroutine, id) {                         \
    ::trireme::run_async([this] { return trireme_body(); }, trireme_timeout());      \
  }                                                                                  \
  ::asio::awaitable<void> suite##_##name##_Coroutine::trireme_body()

#define ASYNC_TEST(suite, name) TRIREME_ASYNC_TEST_(suite, name, ::testing::Test, ::testing::internal::GetTestTypeId())
#define ASYNC_TEST_F(fixture, name) TRIREME_ASYNC_TEST_(fixture, name, fixture, ::testing::internal::GetTypeId<fixture>())

#define CO_ASSERT_TRUE(condition)                        \
  if (static_cast<bool>(condition)) {                    \
  } else {                                               \
    ADD_FAILURE() << "expected to be true: " #condition; \
    co_return;                                           \
  }
#define CO_ASSERT_EQ(left, right)                                                                                           \
  if (const ::testing::AssertionResult trireme_same = ::testing::internal::EqHelper::Compare(#left, #right, left, right)) { \
  } else {                                                                                                                  \
    ADD_FAILURE() << trireme_same.message();                                                                                \
    co_return;                                                                                                              \
  }
