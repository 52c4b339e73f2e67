// One batch in one process, from its command to its results.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "execute/batch_result.h"
#include "execute/dying.h"
#include "execute/ending.h"
#include "execute/googletest/command.h"
#include "execute/googletest/hearing.h"
#include "execute/launcher.h"
#include "execute/left_behind.h"
#include "execute/live_output.h"
#include "execute/naming.h"
#include "execute/process_directories.h"
#include "model/batch.h"
#include "model/event.h"
#include "model/options.h"

namespace trireme::execute {

// What all batches of a run share; outlives them.
struct RunContext {
  const model::Collection& collection;
  const model::Options& options;
  ProcessDirectories& directories;
  std::function<double()> now;  // seconds since the run started
  std::function<void(model::Event)> emit;
  std::function<bool()> lost;  // is what tests use gone? Then the run stops, and what they say from now on does not count
};

class BatchRun : public ProcessWatcher {
 public:
  // `number`, from 1, is unique in the run; `suffix` is appended to node ids ("@gw0" under --dist each).
  BatchRun(const RunContext& context, model::Batch batch, googletest::WorkerIdentity worker, int number, std::string suffix);
  ~BatchRun() override;

  // A failure to start becomes the batch's result.
  void start(Launcher& launcher);
  [[nodiscard]] std::uint32_t launch() const { return result_.launch; }
  [[nodiscard]] bool done() const { return done_; }
  // Tests that have not ended, as far as it has been heard.
  [[nodiscard]] std::size_t unended() const { return batch_.tests.size() - ended(); }
  // 0 when there is no process.
  [[nodiscard]] pid_t pid() const { return process_ && !done_ ? process_->pid() : 0; }
  BatchResult take_result();

  // Ends what has run too long and names what is slow. Call a few times a second.
  void check_clock();
  // The run is stopping: the process is asked to end, and killed when it does not; its running test becomes `outcome`.
  void stop(model::Outcome outcome, const std::string& reason);
  void signal(int signal);
  // It had been sent SIGSTOP for so many seconds.
  void go_on(double stopped);
  // What runs, for how long, and the last that it wrote.
  [[nodiscard]] std::string state() const;

  void on_data(std::string_view output, std::string_view channel) override;
  void on_crash(const Crash& crash) override;
  void on_stacks(std::string stacks) override;
  // Of its process; some are found after it only.
  void on_leftovers(std::vector<Leftover> leftovers) override;
  void on_killed(std::set<std::string> programs) override { result_.killed.merge(programs); }
  void on_second_channel() override { second_channel_ = true; }
  void on_forked_run() override { forked_run_ = true; }
  void on_gone() override;
  void on_exit(const base::ExitStatus& status) override;
  void on_start_failed(const base::Error& error) override;

 private:
  // What GoogleTest has left in files.
  struct Written {
    bool inside_run = false;
    bool report = false;
    std::optional<googletest::Report> whole_report;
  };

  const model::TestCase& test(std::size_t i) const { return naming_.test(i); }
  void show(std::vector<LiveOutput::Line>&& lines);
  void tell(const std::vector<googletest::Hearing::Change>& changes);
  double unstopped(std::size_t i, double duration) const;
  void time_out(double timeout, double now);
  void hear_no_more();
  [[nodiscard]] bool is_started() const { return process_ && process_->pid() != 0; }
  [[nodiscard]] bool may_be_in_run() const;
  void name_if_slow(double running_for);
  googletest::ProcessFacts facts(const base::ExitStatus& status);
  void clean_up();
  std::string finding(const model::Captured& outside) const;
  void conclude(googletest::ProcessFacts&& facts);
  void finish_test(std::size_t i, googletest::Verdict&& verdict, const model::Captured& outside);
  void finish_unexplained(googletest::Unexplained&& unexplained, model::Captured&& output);
  [[nodiscard]] std::size_t ended() const;
  void measure();

  const RunContext& context_;
  model::Batch batch_;
  Naming naming_;
  int number_;
  googletest::WorkerIdentity worker_;
  googletest::ProcessFiles files_;
  googletest::Hearing hearing_;
  Ending ending_;
  // Set when time was over, or the run stopped: what the program says from then on is of no test that counts. Were all its tests
  // done by then?
  std::optional<bool> done_in_time_;
  bool seems_over_ = false;
  Dying dying_;
  std::string stacks_;
  LeftBehind left_behind_;
  std::map<std::size_t, double> stopped_;  // seconds that a test was stopped, which its program counts
  LiveOutput live_;
  std::unique_ptr<Process> process_;
  BatchResult result_;
  double started_at_ = 0;
  double running_since_ = 0;              // there was no process before
  std::optional<std::size_t> slow_told_;  // the test last named slow
  Written written_;
  bool second_channel_ = false;
  bool forked_run_ = false;
  bool done_ = false;
};

}  // namespace trireme::execute
