#include "coverage/reporting.h"

#include <gmock/gmock.h>

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "base/temp_dir.h"
#include "coverage/kept_counts.h"

namespace trireme::coverage {
namespace {

using model::CoverageReported;
using model::Outcome;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Recorder final : public events::Sink {
 public:
  void on(const model::TimedEvent& event) override {
    if (const auto* told = std::get_if<CoverageReported>(&event.what)) reported.push_back(*told);
  }
  std::vector<CoverageReported> reported;
};

// A run of which nothing was counted.
class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    setenv("XDG_CACHE_HOME", directory_.path().c_str(), 1);
    options_.root = directory_.path();
    options_.coverage.fail_under = "90";
  }
  ~SessionTest() override { unsetenv("XDG_CACHE_HOME"); }

  CoverageReported after(const std::vector<model::Event>& events) {
    Recorder recorder;
    Reporting reporting(&session_, options_, recorder);
    for (const model::Event& each : events) reporting.on({0, each});
    reporting.on({1, model::RunFinished{}});
    return recorder.reported.at(0);
  }

  base::TempDir directory_ = *base::make_temp_dir("session_test");
  model::Options options_;
  model::Collection collection_;
  Session session_{options_, collection_, {}, directory_.path() + "/counts"};
};

TEST_F(SessionTest, NothingReachesNoLimit) {
  const CoverageReported told = session_.report(false, {});
  EXPECT_EQ(
      told.verdict,
      "FAIL Required test coverage of 90% not reached. Total coverage: 0.00%, since there is no line that could be covered");
  EXPECT_EQ(told.failure, "Coverage failure: total of 0 is less than fail-under=90");
  EXPECT_THAT(told.problems, Contains(HasSubstr("there is nothing to report")));
  EXPECT_EQ(told.text, "");
}

TEST_F(SessionTest, CountsElsewhereAfterAnEarlyEnd) {
  const std::string counts = "GCOV_PREFIX=" + directory_.path() + "/counts/counts/gw0_";
  EXPECT_THAT(session_.environment("gw0"),
              ElementsAre(counts + "0", "GCOV_PREFIX_STRIP=0",
                          testing::AllOf(HasSubstr("LLVM_PROFILE_FILE="), testing::EndsWith("/counts/counts/gw0_0/%m.profraw")),
                          HasSubstr("INIT_ONCE="), HasSubstr("GCOV_ERROR_FILE=")));
  session_.on_end("gw0", {});
  session_.on_early_end("gw0", {"a::B.two", "a::B.one"});
  session_.on_end("gw1", {});
  session_.on_early_end("gw1", {"a::B.two"});
  EXPECT_THAT(session_.environment("gw0"), Contains(counts + "1"));
  EXPECT_THAT(session_.report(false, {}).problems, Contains(testing::EndsWith("ended early: a::B.one, a::B.two")));
}

TEST_F(SessionTest, ForgetsWhatWasCountedLongAgo) {
  const std::string kept = kept_counts_path("/another");
  ASSERT_TRUE(keep_counts(kept, {}, {}));
  session_.report(false, {});
  EXPECT_TRUE(std::filesystem::exists(kept));
  std::filesystem::last_write_time(kept, std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 31));
  session_.report(false, {});
  EXPECT_FALSE(std::filesystem::exists(kept));
}

// Its runtime has been told that it need not write.
TEST_F(SessionTest, NamesTestsOfClangThatNoMemoryCouldBeMadeFor) {
  Session session(options_, collection_, {.of_clang = {"/a"}}, directory_.path() + "/counts");
  rlimit usual{};
  getrlimit(RLIMIT_NOFILE, &usual);
  const rlimit none{0, usual.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  EXPECT_EQ(session.counts_of_next("gw0"), nullptr);
  setrlimit(RLIMIT_NOFILE, &usual);
  session.on_end("gw0", {"a::B.C"});
  EXPECT_NE(session.counts_of_next("gw0"), nullptr);
  session.on_end("gw0", {"a::B.D"});
  EXPECT_THAT(session.report(false, {}).problems,
              Contains("there was no room for all that these tests counted, and some is lost: a::B.C"));
}

TEST_F(SessionTest, SaysNothingOfARunThatFailedWhenToldSo) {
  options_.coverage.not_on_fail = true;
  const model::TestFinished failed{.test = {.id = "a::B.c"}, .outcome = Outcome::failed};
  const model::TestFinished passed{.test = {.id = "a::B.c"}};
  EXPECT_THAT(after({failed}).verdict, IsEmpty());
  EXPECT_THAT(after({model::CollectionFailed{}}).verdict, IsEmpty());
  EXPECT_NE(after({passed}).verdict, "");
  EXPECT_NE(after({model::TestRerun{failed}, passed}).verdict, "") << "an attempt is no failure";
}

}  // namespace
}  // namespace trireme::coverage
