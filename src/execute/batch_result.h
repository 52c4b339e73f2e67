// What came of a batch.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "execute/googletest/command.h"
#include "model/event.h"
#include "model/test_case.h"
#include "schedule/batch_size.h"

namespace trireme::execute {

struct BatchResult {
  std::vector<model::TestFinished> finished;
  std::vector<model::ProcessFailed> failed;
  std::vector<model::Leaky> leaky;
  std::set<std::string> killed;         // programs that the process had started: names, as the kernel tells them
  std::vector<model::TestIndex> unrun;  // they did not get their turn
  bool each_alone = false;              // … and must get it one per process
  bool died = false;                    // the process crashed, was ended for a timeout or left its tests half done
  bool forked = false;                  // the process was not executed
  bool stopped = false;                 // the process was ended since the run stops
  std::uint32_t launch = 0;
  schedule::ProcessTimes times;
};

// Removes the files of a batch's process, but for what a test that did not pass left in its directory, or wrote beyond what memory
// holds. False: the directory cannot be used again; where something is kept, it is named with that test.
bool clean_up(const googletest::ProcessFiles& files, bool has_outputs, BatchResult& result);

}  // namespace trireme::execute
