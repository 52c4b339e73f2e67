// What came of a batch.
#pragma once

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
  std::vector<model::TestIndex> unrun;  // they did not get their turn
  bool each_alone = false;              // … and must get it one per process
  bool died = false;                    // the process crashed, was ended for a timeout or left its tests half done
  std::uint32_t launch = 0;
  schedule::ProcessTimes times;
};

// Removes the files of a batch's process. False: the directory in which a test that did not pass left files is kept, and
// named with that test.
bool clean_up(const googletest::ProcessFiles& files, BatchResult& result);

}  // namespace trireme::execute
