#include "schedule/queue.h"

#include <gmock/gmock.h>

#include "schedule/fixtures.h"

namespace trireme::schedule {
namespace {

using model::Dist;
using model::Isolation;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

model::Options with(Dist dist, Isolation isolation = Isolation::automatic) {
  model::Options options;
  options.dist = dist;
  options.isolation = isolation;
  return options;
}

// Lets workers take turns until nothing is left; the tests each got.
std::vector<std::vector<model::TestIndex>> shared_out(Queue& queue, int workers) {
  std::vector<std::vector<model::TestIndex>> got(static_cast<std::size_t>(workers));
  for (bool any = true; any;) {
    any = false;
    for (int worker = 0; worker < workers; ++worker) {
      const auto batch = queue.next(worker);
      if (!batch) continue;
      any = true;
      auto& own = got[static_cast<std::size_t>(worker)];
      own.insert(own.end(), batch->tests.begin(), batch->tests.end());
    }
  }
  return got;
}

TEST(Queue, HandsOutEveryTestOnce) {
  const auto collection = collection_of({"A.a", "A.b", "B.a", "B.b", "C.a"});
  Queue queue(collection, with(Dist::load), 2);
  const auto got = shared_out(queue, 2);
  std::vector<model::TestIndex> all = got[0];
  all.insert(all.end(), got[1].begin(), got[1].end());
  EXPECT_THAT(all, UnorderedElementsAre(0, 1, 2, 3, 4));
}

TEST(Queue, GivesTestsThatStartFromAFreshDatabaseAProcessEach) {
  auto collection = collection_of({"A.a", "A.b", "A.c"});
  collection.launches[0].database = model::DatabaseMode::test;
  Queue queue(collection, with(Dist::load), 1);
  for (model::TestIndex i = 0; i < 3; ++i) EXPECT_THAT(queue.next(0)->tests, ElementsAre(i));
}

TEST(Queue, LeavesOutDisabledTests) {
  auto collection = collection_of({"A.a", "A.DISABLED_b"});
  collection.tests[1].disabled = true;
  Queue queue(collection, with(Dist::load), 1);
  EXPECT_THAT(shared_out(queue, 1)[0], ElementsAre(0));
}

TEST(Queue, KeepsASuiteOnOneWorker) {
  const auto collection = collection_of({"A.a", "B.a", "A.b", "B.b", "B.c"});
  Queue queue(collection, with(Dist::loadscope), 2);
  const auto got = shared_out(queue, 2);
  EXPECT_THAT(got[0], ElementsAre(1, 3, 4)) << "the largest first";
  EXPECT_THAT(got[1], ElementsAre(0, 2));
}

TEST(Queue, KeepsAFileOnOneWorker) {
  const auto collection = collection_of({"A.a@x.cc", "B.a@y.cc", "C.b@x.cc"});
  Queue queue(collection, with(Dist::loadfile), 2);
  const auto got = shared_out(queue, 2);
  EXPECT_THAT(got[0], ElementsAre(0, 2));
  EXPECT_THAT(got[1], ElementsAre(1));
}

TEST(Queue, GivesEachWorkerEverything) {
  const auto collection = collection_of({"A.a", "B.a"});
  Queue queue(collection, with(Dist::each), 3);
  for (const auto& own : shared_out(queue, 3)) EXPECT_THAT(own, ElementsAre(0, 1));
}

TEST(Queue, RunsOneTestPerProcessWhenAsked) {
  const auto collection = collection_of({"A.a", "A.b"});
  Queue queue(collection, with(Dist::load, Isolation::test), 1);
  queue.record(0, {.tests = 100, .testing = 1e-6, .overhead = 1});
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1));
}

TEST(Queue, RunsOneSuitePerProcessWhenAsked) {
  const auto collection = collection_of({"A.a", "A.b", "B.a"});
  Queue queue(collection, with(Dist::load, Isolation::suite), 1);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0, 1));
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(2));
}

TEST(Queue, RunsOneProgramPerProcessWhenAsked) {
  for (const Dist dist : {Dist::load, Dist::loadscope}) {
    const auto collection = collection_of({"A.a", "A.b", "B.a", "C.a", "C.b", "C.c"});
    Queue queue(collection, with(dist, Isolation::program), 2);
    EXPECT_THAT(queue.next(0)->tests, testing::SizeIs(6));
    EXPECT_TRUE(queue.empty());
  }
}

TEST(Queue, NeverMixesLaunches) {
  auto collection = collection_of({"A.a", "A.b", "A.c"});
  collection.launches.push_back({.directory = "/elsewhere"});
  collection.tests[1].launch = 1;
  Queue queue(collection, with(Dist::load), 1);
  queue.record(0, {.tests = 100, .testing = 1e-6, .overhead = 1});
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0, 2));
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1));
}

// A launch for each suite, in the order of their names: A, B, …
model::Collection with_launches(const std::vector<std::string>& tests) {
  auto collection = collection_of(tests);
  for (auto& test : collection.tests) {
    test.launch = static_cast<std::uint32_t>(test.suite[0] - 'A');
    if (test.launch >= collection.launches.size()) collection.launches.resize(test.launch + 1, {.directory = "/"});
  }
  return collection;
}

TEST(Queue, LetsAWorkerStayWithALaunch) {
  const auto collection = with_launches({"A.a", "A.b", "A.c", "B.a", "B.b", "C.a"});
  Queue queue(collection, with(Dist::load, Isolation::test), 2);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(3)) << "of A it is being found out how long its tests take";
  queue.record(0, {.tests = 1, .testing = 1, .overhead = 1});
  queue.record(1, {.tests = 1, .testing = 1, .overhead = 1});
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(4));
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1));
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(5)) << "nobody runs C";
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(2)) << "nothing else is left";
  EXPECT_TRUE(queue.empty());
}

TEST(Queue, RunsWhatWasPutBackNext) {
  const auto collection = collection_of({"A.a", "A.b", "A.c"});
  Queue queue(collection, with(Dist::load), 1);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  queue.put_back(0, {0}, true);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
}

TEST(Queue, RunsAloneWhatMustBeAlone) {
  const auto collection = collection_of({"A.a", "A.b"});
  Queue queue(collection, with(Dist::load), 1);
  shared_out(queue, 1);
  queue.record(0, {.tests = 100, .testing = 1e-6, .overhead = 1});
  queue.put_back(0, {0, 1}, true);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1));
}

// Those of the suite Serial are.
model::Collection with_serial(const std::vector<std::string>& tests) {
  auto collection = collection_of(tests);
  for (auto& test : collection.tests) test.serial = test.suite == "Serial";
  return collection;
}

TEST(Queue, HandsOutSerialTestsWhenNothingElseIsOut) {
  const auto collection = with_serial({"Serial.a", "A.a", "Serial.b", "A.b"});
  Queue queue(collection, with(Dist::load), 2);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1));
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(3));
  queue.on_end();
  EXPECT_EQ(queue.next(0), std::nullopt) << "the other worker's batch has not ended";
  queue.on_end();
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  EXPECT_EQ(queue.next(1), std::nullopt);
  queue.on_end();
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(2));
  queue.on_end();
  EXPECT_TRUE(queue.empty());
}

TEST(Queue, LetsSerialTestsShareAProcessWithOthersOfThem) {
  const auto collection = with_serial({"Serial.a", "A.a", "Serial.b", "A.b"});
  Queue queue(collection, with(Dist::load, Isolation::program), 2);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1, 3));
  queue.on_end();
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0, 2));
}

TEST(Queue, RunsWhatComesBackBeforeMoreSerialTests) {
  const auto collection = with_serial({"A.a", "Serial.a", "Serial.b"});
  Queue queue(collection, with(Dist::load), 2);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  queue.on_end();
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1));
  queue.put_back(0, {0}, true);
  queue.put_back(0, {1}, true);
  EXPECT_EQ(queue.next(1), std::nullopt);
  queue.on_end();
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(0));
  EXPECT_EQ(queue.next(0), std::nullopt);
  queue.on_end();
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1)) << "a serial test is one when it runs again too";
}

TEST(Queue, RunsWhatCannotBeSeparatedFromASerialTestAlone) {
  auto collection = collection_of({"A.x", "A.a:b", "A.a?b"});
  collection.tests[1].serial = true;
  Queue queue(collection, with(Dist::load), 2);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  queue.on_end();
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1, 2));
  queue.put_back(0, {2}, true);
  queue.put_back(0, {0}, true);
  queue.on_end();
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  EXPECT_EQ(queue.next(1), std::nullopt) << "the serial test runs with it";
}

TEST(Queue, KeepsASuiteOnOneWorkerThoughSomeOfItIsSerial) {
  auto collection = collection_of({"A.a", "B.a", "A.b", "B.b"});
  collection.tests[2].serial = collection.tests[3].serial = true;
  Queue queue(collection, with(Dist::loadscope), 2);
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(0));
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1));
  queue.on_end();
  queue.on_end();
  EXPECT_EQ(queue.next(0), std::nullopt);
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(2));
  queue.on_end();
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(3));
}

TEST(Queue, GivesEachWorkerSerialTestsOneAfterAnother) {
  const auto collection = with_serial({"A.a", "Serial.a"});
  Queue queue(collection, with(Dist::each), 2);
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(0));
  queue.on_end();
  EXPECT_EQ(queue.next(0), std::nullopt) << "the other worker has not begun";
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(0));
  queue.on_end();
  EXPECT_THAT(queue.next(0)->tests, ElementsAre(1));
  EXPECT_EQ(queue.next(1), std::nullopt);
  queue.on_end();
  EXPECT_THAT(queue.next(1)->tests, ElementsAre(1));
}

TEST(Queue, GivesBackSerialTestsToo) {
  const auto collection = with_serial({"Serial.a", "A.a"});
  Queue queue(collection, with(Dist::each), 1);
  const auto left = queue.drain();
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[1].test, 0U);
  EXPECT_EQ(left[1].worker, 0);
}

TEST(Queue, GivesBackWhatNobodyTook) {
  const auto collection = collection_of({"A.a", "A.b", "A.c"});
  Queue queue(collection, with(Dist::load, Isolation::test), 2);
  queue.next(0);
  std::vector<model::TestIndex> left;
  for (const auto& each : queue.drain()) left.push_back(each.test);
  EXPECT_THAT(left, ElementsAre(1, 2));
  EXPECT_EQ(queue.next(0), std::nullopt);
}

}  // namespace
}  // namespace trireme::schedule
