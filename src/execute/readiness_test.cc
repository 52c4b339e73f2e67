#include "execute/readiness.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/fd.h"

namespace trireme::execute {
namespace {

class ReadinessTest : public testing::Test {
 protected:
  Readiness::Watch watch() {
    return readiness_.watch(pipe_.read.get(), [this] { ++told_; }).value();
  }
  void write() { ASSERT_TRUE(base::write_all(pipe_.write.get(), "x", 1)); }
  // What is told within a moment.
  int told() {
    loop_.restart();
    loop_.run_for(std::chrono::milliseconds(1));
    return std::exchange(told_, 0);
  }

  asio::io_context loop_;
  Readiness readiness_{loop_};
  base::Pipe pipe_ = base::make_pipe().value();
  int told_ = 0;
};

TEST_F(ReadinessTest, TellsOnceForEachTimeItIsAsked) {
  Readiness::Watch watch = this->watch();
  write();
  EXPECT_EQ(told(), 0);
  watch.ask();
  EXPECT_EQ(told(), 1);
  write();
  EXPECT_EQ(told(), 0);
  watch.ask();
  EXPECT_EQ(told(), 1);
}

TEST_F(ReadinessTest, TellsWhatComesLater) {
  Readiness::Watch watch = this->watch();
  watch.ask();
  EXPECT_EQ(told(), 0);
  write();
  EXPECT_EQ(told(), 1);
}

TEST_F(ReadinessTest, TellsTheEnd) {
  Readiness::Watch watch = this->watch();
  watch.ask();
  pipe_.write.reset();
  EXPECT_EQ(told(), 1);
}

TEST_F(ReadinessTest, KeepsQuietOfAnEndNobodyAskedFor) {
  Readiness::Watch watch = this->watch();
  pipe_.write.reset();
  EXPECT_EQ(told(), 0);
  EXPECT_EQ(loop_.poll(), 0U);
  watch.ask();
  EXPECT_EQ(told(), 1);
}

TEST_F(ReadinessTest, TellsNothingWhenTheWatchIsGone) {
  { Readiness::Watch(watch()).ask(); }
  write();
  EXPECT_EQ(told(), 0);
}

TEST_F(ReadinessTest, SaysThatADescriptorCannotBeWatched) {
  EXPECT_FALSE(readiness_.watch(-1, [] {}));
}

TEST(Readiness, MayEndBeforeItsWatches) {
  asio::io_context loop;
  const base::Pipe pipe = base::make_pipe().value();
  Readiness::Watch watch;
  {
    Readiness readiness(loop);
    watch = readiness.watch(pipe.read.get(), [] { FAIL(); }).value();
  }
  watch.ask();
  ASSERT_TRUE(base::write_all(pipe.write.get(), "x", 1));
  loop.run_for(std::chrono::milliseconds(1));
}

}  // namespace
}  // namespace trireme::execute
