#include "postgres/tasks.h"

#include <gtest/gtest.h>

#include "postgres/async.h"

namespace trireme::postgres {
namespace {

using std::chrono::milliseconds;

asio::awaitable<void> pausing(milliseconds time, int& done) {
  co_await pause(time);
  ++done;
}

// Starts another when it ends, however it ends.
struct Restarting {
  Tasks& tasks;
  int& starts;
  ~Restarting() {
    ++starts;
    tasks.start(again(tasks, starts));
  }
  static asio::awaitable<void> again(Tasks& tasks, int& starts) {
    const Restarting restarting{tasks, starts};
    co_await pause(milliseconds(3'600'000));
  }
};

TEST(Tasks, RunOnTheLoop) {
  asio::io_context loop;
  Tasks tasks(loop);
  int done = 0;
  for (int i = 0; i < 3; ++i) tasks.start(pausing(milliseconds(1), done));
  loop.run();
  EXPECT_EQ(done, 3);
}

TEST(Tasks, EndWithTheirOwner) {
  asio::io_context loop;
  int done = 0;
  int starts = 0;
  {
    Tasks tasks(loop);
    tasks.start(pausing(milliseconds(3'600'000), done));
    for (int i = 0; i < 3; ++i) tasks.start(Restarting::again(tasks, starts));
    loop.poll();
  }
  EXPECT_EQ(done, 0);
  EXPECT_EQ(starts, 3);
}

}  // namespace
}  // namespace trireme::postgres
