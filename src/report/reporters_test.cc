#include "report/reporters.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include "base/fd.h"

namespace trireme::report {
namespace {

using model::ExitCode;
using testing::ElementsAre;
using testing::HasSubstr;

// Standard output and error while a run of one test is told.
struct Told {
  ExitCode code = ExitCode::ok;
  std::string out;
  std::string err;
};

void tell(events::Sink& sink, bool whole) {
  model::RunStarted run;
  run.selected = 1;
  sink.on({0, run});
  model::TestFinished test;
  test.test.id = "b::A.a";
  test.worker = "gw0";
  if (whole) sink.on({0.5, test});
  sink.on({1, model::RunFinished{}});
}

Told told(const model::Options& options, bool whole = true) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Told result;
  Reporters reporters(options);
  Reporters moved = std::move(reporters);
  tell(moved.sink(), whole);
  result.code = moved.finish();
  result.out = testing::internal::GetCapturedStdout();
  result.err = testing::internal::GetCapturedStderr();
  return result;
}

TEST(Reporters, a_good_run_is_a_success) {
  const Told run = told({});
  EXPECT_EQ(run.code, ExitCode::ok);
  EXPECT_THAT(run.out, HasSubstr("= 1 passed in 1.00s ="));
  EXPECT_EQ(run.err, "");
}

TEST(Reporters, a_report_that_cannot_be_opened_is_known_before_the_run) {
  EXPECT_THAT(Reporters({.junitxml = "/nowhere/x.xml"}).unopened(), ElementsAre(HasSubstr("/nowhere/x.xml")));
  EXPECT_THAT(Reporters({.report_log = "/nowhere/x.log"}).unopened(), ElementsAre(HasSubstr("/nowhere/x.log")));
}

TEST(Reporters, results_are_shown_even_if_a_report_cannot_be_written) {
  const model::Options junit{.junitxml = "/dev/full"};
  const model::Options log{.report_log = "/dev/full"};
  const model::Options nowhere{.junitxml = "/nowhere/full/x.xml"};
  for (const model::Options& options : {junit, log, nowhere}) {
    const Told run = told(options);
    EXPECT_EQ(run.code, ExitCode::internal);
    EXPECT_THAT(run.out, HasSubstr("= 1 passed in 1.00s ="));
    EXPECT_THAT(run.err, testing::MatchesRegex("ERROR: cannot write the report [^\n]*/full[^\n]*\n"));
  }
}

TEST(Reporters, a_lost_test_is_no_success) {
  const Told run = told({}, false);
  EXPECT_EQ(run.code, ExitCode::internal);
  EXPECT_THAT(run.err, HasSubstr("ERROR: "));
}

TEST(Reporters, a_closed_standard_output_is_no_success) {
  signal(SIGPIPE, SIG_IGN);
  auto pipe = base::make_pipe();
  pipe->read.reset();
  const base::Fd saved(dup(STDOUT_FILENO));
  dup2(pipe->write.get(), STDOUT_FILENO);
  testing::internal::CaptureStderr();
  Reporters reporters({});
  tell(reporters.sink(), true);
  const ExitCode code = reporters.finish();
  dup2(saved.get(), STDOUT_FILENO);
  EXPECT_EQ(code, ExitCode::internal);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "ERROR: cannot write the results to standard output: Broken pipe\n");
}

}  // namespace
}  // namespace trireme::report
