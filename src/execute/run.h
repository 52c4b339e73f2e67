// The run: workers pull batches, processes report, until nothing is left or the run must stop.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "events/sink.h"
#include "execute/attendant.h"
#include "execute/launcher.h"
#include "execute/resource.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::execute {

struct RunSettings {
  const model::Options& options;
  const model::Collection& collection;
  int workers = 1;
  std::string run_id;
  std::string directory;           // for the run's files; exists
  std::string messages;            // for what processes report; exists
  std::function<double()> now;     // seconds since the run started, but for those stopped
  std::function<double()> stop;    // this process, until it is continued; gives the seconds it was stopped
  Resource* resource = nullptr;    // what its tests use; null: nothing
  Attendant* attendant = nullptr;  // null: nobody
};

// Says RunStarted … RunFinished to the sink. Every selected test gets exactly one TestFinished, whatever happens.
void run_tests(const RunSettings& settings, const model::RunStarted& opening, Launcher& launcher, events::Sink& sink);

// The number of outcomes that `settings` will give: tests, times workers under --dist each.
std::size_t expected_outcomes(const model::Options& options, const model::Collection& collection, int workers);

}  // namespace trireme::execute
