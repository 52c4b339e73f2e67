// What is told of each test and each process, so that every test comes to one outcome: what processes said, after reruns, less
// what the run's limits let count.
#pragma once

#include <string>
#include <vector>

#include "events/sink.h"
#include "execute/batch_run.h"
#include "execute/repeats.h"
#include "execute/run.h"
#include "execute/stopping.h"
#include "execute/worker_names.h"
#include "schedule/queue.h"

namespace trireme::execute {

class Outcomes {
 public:
  // All outlive this.
  Outcomes(const RunSettings& settings, events::Sink& sink, Stopping& stopping, Repeats& repeats);

  void emit(model::Event event) { sink_.on({settings_.now(), std::move(event)}); }

  // The start of the run, and what is known before any process has started.
  void open(const model::RunStarted& opening);
  // What a running process tells.
  void hear(model::Event event);
  // What came of a process.
  void settle(BatchResult&& result, std::size_t worker);
  // Processes left behind: an error or a remark, as the user wants.
  void report(model::Leaky leaky);
  // The end of the run. `leftovers`: tests that did not get their turn.
  void close(const std::vector<schedule::Queue::Leftover>& leftovers);

 private:
  void settle_attempts(BatchResult& result, std::size_t worker);
  void finish(model::TestFinished&& finished, bool stands);
  void report_disabled();
  void report_unrun(model::TestIndex index, const std::string& suffix, model::Outcome outcome, const std::string& reason);

  const RunSettings& settings_;
  events::Sink& sink_;
  Stopping& stopping_;
  Repeats& repeats_;
  WorkerNames workers_;
};

}  // namespace trireme::execute
