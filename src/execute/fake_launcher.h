// A launcher without processes and a clock that only it moves, for unit tests of the run. Its programs speak GoogleTest's
// stream, one step each time they are waited for, and write a report when they end by themselves.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <deque>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/text.h"
#include "execute/launcher.h"

namespace trireme::execute {

// What a test does; by default it passes. A test that hangs ends by SIGTERM, a stubborn one by SIGKILL only.
// One that is late passes when the stacks of its process have been asked for. One that is polluted fails unless it is the first of
// its process.
enum class Does { pass, pass_late, fail, crash, crash_when_let, hang, hang_stubbornly, fail_polluted };

class FakeLauncher : public Launcher {
 public:
  std::map<std::string, Does> behaviour;  // by "Suite.Test"
  bool forks = false;
  std::map<std::string, std::deque<Does>> at_attempt;  // the same, for the first attempts of a test
  std::map<double, int> signals;                       // of the user: when → which
  std::map<double, double> stalls;                     // of Trireme itself, in which it hears nothing: when → how long
  std::vector<std::string> filters;                    // of the processes started, in order
  std::vector<std::vector<std::string>> beside;        // … those of the processes that ran then
  std::vector<std::vector<std::string>> environments;  // … theirs
  std::vector<std::shared_ptr<const base::Fd>> counts;
  std::vector<bool> by_exec;        // … and whether that was asked for
  std::string stacks = "#0 f()\n";  // of every process; "" = they never come
  std::vector<int> sent;            // signals, to all processes
  double step = 0.01;               // seconds a wait takes
  std::string launch_error;         // "" = launching works
  bool crashes_at_end = false;      // … each process, after its report
  bool reports_late = false;        // … something else does it, when the process has ended

  [[nodiscard]] double now() const { return now_; }

  base::Result<std::unique_ptr<Process>> launch(const LaunchRequest& request, ProcessWatcher& watcher) override {
    if (!launch_error.empty()) return base::fail("{}", launch_error);
    TRY(const Command made, request.command(0));
    filters.push_back(flag(made, "--gtest_filter="));
    beside.emplace_back();
    for (const auto& each : running_) beside.back().push_back(each->filter);
    by_exec.push_back(request.by_exec);
    environments.push_back(made.program.environment);
    counts.push_back(made.counts);
    const std::string report = flag(made, "--gtest_output=xml:");
    const std::string directory = report.substr(0, report.rfind('/'));
    const base::Fd inside_run(::creat((directory + "/inside-run").c_str(), 0600));
    auto state = std::make_shared<State>(State{.watcher = &watcher,
                                               .filter = filters.back(),
                                               .tests = split(filters.back()),
                                               .directory = directory,
                                               .forked = forks && !request.by_exec,
                                               .signals = sent});
    running_.push_back(state);
    return std::make_unique<FakeProcess>(state);
  }

  std::vector<int> wait(double /*seconds*/) override {
    now_ += step;
    if (const auto stall = stalls.begin(); stall != stalls.end() && stall->first <= now_) {
      now_ += stall->second;
      stalls.erase(stall);
      return {};
    }
    const auto alive = std::exchange(running_, {});
    for (const auto& state : alive) {
      advance(*state);
      if (state->watcher != nullptr) running_.push_back(state);
    }
    std::vector<int> came;
    while (!signals.empty() && signals.begin()->first <= now_) {
      came.push_back(signals.begin()->second);
      signals.erase(signals.begin());
    }
    return came;
  }

 private:
  struct State {
    ProcessWatcher* watcher;
    std::string filter;
    std::deque<std::string> tests;
    std::string directory;
    bool forked = false;
    std::string suite;
    std::string report;  // the testcases
    bool failed = false;
    bool first = true;
    bool greeted = false;
    bool in_test = false;
    int signal = 0;
    bool stacks_wanted = false;
    bool debugged = false;  // they have been asked for
    bool crash_told = false;
    bool may_die = false;
    std::vector<int>& signals;
  };

  class FakeProcess : public Process {
   public:
    explicit FakeProcess(std::shared_ptr<State> state) : state_(std::move(state)) {}
    ~FakeProcess() override { state_->watcher = nullptr; }
    pid_t pid() const override { return getpid(); }
    bool is_forked() const override { return state_->forked; }
    bool may_run_tests() const override { return true; }
    void signal_group(int signal) override {
      state_->signals.push_back(signal);
      if (signal != SIGSTOP && signal != SIGCONT) state_->signal = signal;
    }
    void ask_for_stacks(pid_t /*crashing*/) override { state_->stacks_wanted = state_->debugged = true; }
    void go_on() override { state_->may_die = true; }

   private:
    std::shared_ptr<State> state_;
  };

  static std::string flag(const Command& command, const std::string& name) {
    for (const std::string& each : command.program.argv) {
      if (each.starts_with(name)) return each.substr(name.size());
    }
    return "";
  }

  static std::deque<std::string> split(const std::string& filter) {
    std::deque<std::string> names;
    std::istringstream text(filter);
    for (std::string each; std::getline(text, each, ':');) names.push_back(each);
    return names;
  }

  void advance(State& state) {
    if (state.watcher == nullptr) return;
    if (std::exchange(state.stacks_wanted, false) && !stacks.empty()) state.watcher->on_stacks(stacks);
    if (!std::exchange(state.greeted, true)) state.watcher->on_data("", "event=TestProgramStart\n");
    if (!state.in_test && !state.tests.empty()) return start_test(state);
    if (state.tests.empty()) return end_by_itself(state);
    finish_test(state, next_of(state));
  }

  Does next_of(const State& state) {
    const std::string& test = state.tests.front();
    std::deque<Does>& now = at_attempt[test];
    const Does does = now.empty() ? behaviour[test] : now.front();
    const bool waits = does == Does::hang || does == Does::hang_stubbornly;
    if (!now.empty() && (!waits || state.signal != 0)) now.pop_front();
    if (does != Does::fail_polluted) return does;
    return state.first ? Does::pass : Does::fail;
  }

  static void start_test(State& state) {
    const std::string name = state.tests.front();
    const std::string suite = name.substr(0, name.find('.'));
    std::string events;
    if (std::exchange(state.suite, suite) != suite) events = "event=TestCaseStart&name=" + suite + "\n";
    events += "event=TestStart&name=" + name.substr(suite.size() + 1) + "\n";
    state.in_test = true;
    state.watcher->on_data("", events);
  }

  void finish_test(State& state, Does does) const {
    const bool ends_by_signal = does == Does::hang ? state.signal != 0 : state.signal == SIGKILL;
    if (does == Does::crash || (does == Does::crash_when_let && state.may_die)) return end(state, {.signal = SIGSEGV});
    if (does == Does::crash_when_let) {
      if (!std::exchange(state.crash_told, true)) state.watcher->on_crash({1, SIGSEGV});
      if (state.signal == SIGKILL) end(state, {.signal = SIGKILL});
      return;
    }
    if (does == Does::hang || does == Does::hang_stubbornly) {
      if (ends_by_signal) end(state, {.signal = state.signal});
      return;
    }
    if (does == Does::pass_late && !state.debugged) return;
    const bool passes = does == Does::pass || does == Does::pass_late;
    const std::string name = state.tests.front();
    add_to_report(state, passes ? "" : "<failure>a.cc:1\nno</failure>");
    state.failed = state.failed || does == Does::fail;
    state.first = false;
    state.in_test = false;
    state.watcher->on_data(passes ? "" : fmt::format("[  FAILED  ] {} (1 ms)\n", name),
                           passes ? "event=TestEnd&passed=1&elapsed_time=1ms\n"
                                  : "event=TestPartResult&file=a.cc&line=1&message=no\n"
                                    "event=TestEnd&passed=0&elapsed_time=1ms\n");
  }

  static void add_to_report(State& state, const char* failure) {
    const std::string name = state.tests.front();
    state.report +=
        fmt::format(R"(<testsuite name="{}"><testcase name="{}" status="run" result="completed">{}</testcase></testsuite>)",
                    state.suite, name.substr(name.find('.') + 1), failure);
    state.tests.pop_front();
  }

  static void pass_all(State& state) {
    while (!state.tests.empty()) add_to_report(state, "");
    write_report(state);
  }

  void end_by_itself(State& state) const {
    write_report(state);
    crashes_at_end ? end(state, {.signal = SIGABRT}) : end(state, {.code = state.failed ? 1 : 0});
  }

  static void write_report(const State& state) {
    const std::string report = "<testsuites>" + state.report + "</testsuites>\n";
    const base::Fd file(::creat((state.directory + "/report.xml").c_str(), 0600));
    base::write_all(file.get(), report.data(), report.size());
    ::unlink((state.directory + "/inside-run").c_str());
  }

  void end(State& state, base::ExitStatus status) const {
    state.watcher->on_gone();
    if (reports_late) pass_all(state);
    std::exchange(state.watcher, nullptr)->on_exit(status);
  }

  double now_ = 0;
  std::vector<std::shared_ptr<State>> running_;
};

}  // namespace trireme::execute
