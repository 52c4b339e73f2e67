#include "postgres/program.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>

#include "base/fd.h"
#include "base/temp_dir.h"
#include "postgres/complete.h"
#include "postgres/tasks.h"

namespace trireme::postgres {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;

base::SpawnSpec shell(const std::string& script) {
  return {.argv = {"/bin/sh", "-c", script}, .environment = {"PATH=/usr/bin:/bin"}, .directory = "/"};
}

asio::awaitable<void> unheard(Async<void> task) { (void)co_await std::move(task); }

TEST(RunProgram, TellsWhatItPrintedWhenItFails) {
  asio::io_context loop;
  EXPECT_TRUE(complete(loop, run_program(shell("echo fine"))));
  const auto failed = complete(loop, run_program(shell("echo no room; exit 3")));
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().text, HasSubstr("no room"));
}

// Even if it is in a session of its own, and would go on for long.
TEST(RunProgram, EndsWhatItStartedWhenNobodyWaitsForItAnyMore) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const auto directory = base::make_temp_dir("trireme-program-");
  const std::string file = directory->path() + "/pid";
  const auto started = [&] { return std::atoi(base::read_file(file).value_or("").c_str()); };
  asio::io_context loop;
  std::optional<Tasks> tasks(std::in_place, loop);
  tasks->start(unheard(run_program(shell("setsid sh -c 'echo $$ > " + file + "; exec sleep 30' & wait"))));
  while (started() == 0) loop.run_for(std::chrono::milliseconds(5));
  EXPECT_EQ(running_programs().size(), 1);
  const auto begin = std::chrono::steady_clock::now();
  tasks.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(15));
  EXPECT_NE(kill(started(), 0), 0);
  EXPECT_THAT(running_programs(), IsEmpty());
}

}  // namespace
}  // namespace trireme::postgres
