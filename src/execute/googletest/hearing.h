// Follows a running GoogleTest program by its result stream and its output: which test runs, what is said of it, and which
// output is whose.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "execute/googletest/failures.h"
#include "execute/googletest/slicer.h"
#include "execute/googletest/stream.h"
#include "execute/googletest/verdict.h"

namespace trireme::execute::googletest {

class Hearing {
 public:
  explicit Hearing(std::vector<const model::TestCase*> tests);

  // A test started, or has ended with all that the stream and its output say of it (Heard is complete then).
  struct Change {
    enum class Kind { started, ended } kind;
    std::size_t test;
  };

  // Before anything else: where output goes that does not fit in memory, see Slicer.
  void keep_in(const std::string& prefix) { slicer_.keep_in(prefix); }
  [[nodiscard]] bool made_files() const { return slicer_.made_files(); }
  // `now` in seconds, of any clock that only grows. Output first, see ProcessWatcher::on_data.
  std::vector<Change> on_data(std::string_view output, std::string_view channel, double now);
  // The process is gone.
  std::vector<Change> on_exit(double now);
  // For a process without a stream: cuts the output by the tests' lines in it, in the order in which they ran by its report.
  void cut_without_stream(const std::optional<Report>& report);

  [[nodiscard]] const std::vector<Heard>& heard() const { return heard_; }
  [[nodiscard]] const std::vector<HeardOutside>& outside() const { return outside_; }
  [[nodiscard]] bool stream_spoke() const { return stream_spoke_; }
  // Did a test end that had not started, or that had ended? Two processes tell of the same tests then.
  [[nodiscard]] bool heard_twice() const { return heard_twice_; }
  [[nodiscard]] bool run_ended() const { return run_ended_; }
  [[nodiscard]] const std::string& open_suite() const { return suite_; }
  [[nodiscard]] bool open_suite_has_run() const { return suite_has_run_; }
  // A test that has started, by its full name.
  [[nodiscard]] std::optional<std::size_t> started(const std::string& full_name);
  // Is it the name of a test that has not started?
  [[nodiscard]] bool expects(const std::string& full_name);
  // The how-manieth that started, from 1; 0 if it has not.
  [[nodiscard]] int place(std::size_t test) const { return places_[test]; }
  // 0 if it has not.
  [[nodiscard]] double ended_at(std::size_t test) const { return ends_[test]; }
  // Started and not ended; since when.
  [[nodiscard]] std::optional<std::size_t> running() const { return running_; }
  [[nodiscard]] double last_change() const { return last_change_; }
  [[nodiscard]] double first_start() const { return first_start_; }
  [[nodiscard]] double last_end() const { return last_end_; }

  // Of what runs, so many lines at most.
  [[nodiscard]] std::string last_output(int lines) const { return slicer_.last_lines(lines); }
  model::Captured take_output(std::size_t test) { return std::move(output_[test]); }
  [[nodiscard]] const model::Captured& output(std::size_t test) const { return output_[test]; }
  // Was the line found with which its output begins? Else some of it may be what is outside of tests.
  [[nodiscard]] bool is_cut(std::size_t test) const { return cut_[test]; }
  model::Captured take_outside_output() { return slicer_.take_outside(); }

 private:
  void on_event(StreamEvent&& event, double now, std::vector<Change>& changes);
  void on_test_start(const std::string& name, double now, std::vector<Change>& changes);
  void on_test_end(const StreamEvent& event, double now);
  std::vector<std::size_t> order_in(const Report& report) const;
  void settle_ended(std::vector<Change>& changes);
  void give_parts();
  std::optional<std::size_t> find(std::string_view name);
  [[nodiscard]] bool is(std::size_t test, std::string_view suite, std::string_view name) const;
  void index_names();

  std::vector<const model::TestCase*> tests_;
  std::vector<Heard> heard_;
  std::vector<model::Captured> output_;
  std::vector<bool> cut_;
  std::vector<int> places_;
  std::vector<double> ends_;
  int started_count_ = 0;
  // "Suite.Test", cut at a newline; made when tests do not start in their order.
  std::multimap<std::string, std::size_t, std::less<>> by_name_;
  std::size_t next_ = 0;  // the test that starts then
  std::vector<HeardOutside> outside_;
  Failures parts_;  // of what runs
  LineBuffer lines_;
  Slicer slicer_;
  std::string suite_;
  bool suite_has_run_ = false;
  bool stream_spoke_ = false;
  bool heard_twice_ = false;
  bool run_ended_ = false;
  std::optional<std::size_t> running_;
  std::optional<std::size_t> ended_;       // ended on the stream; its end line may still be on its way
  std::optional<std::size_t> just_ended_;  // nothing but results of assertions has come since
  bool passenger_ = false;                 // a test runs that was not asked for, but that the filter matches
  double last_change_ = 0;
  double first_start_ = 0;
  double last_end_ = 0;
};

}  // namespace trireme::execute::googletest
