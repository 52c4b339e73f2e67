// What a test executable is told: which tests, and where to say what came of them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "execute/launcher.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::execute::googletest {

// The files of one process, in a directory of its own.
struct ProcessFiles {
  std::string directory;
  std::string messages;  // another directory: for what is gone when the process is
  // The filter, when it is long.
  [[nodiscard]] std::string flags() const { return messages + "/flags"; }
  [[nodiscard]] std::string report() const { return messages + "/report.xml"; }
  // GoogleTest writes it when it enters RUN_ALL_TESTS and removes it when that returns. With a stream it is the gate.
  [[nodiscard]] std::string inside_run() const { return messages + "/inside-run"; }
  // What their names begin with, of the files for output that does not fit in memory.
  [[nodiscard]] std::string outputs() const { return directory + "/output-"; }
  // The tests' TRIREME_TMPDIR.
  [[nodiscard]] std::string temp() const { return directory + "/tmp"; }
};

struct WorkerIdentity {
  std::string id;  // gw0, master
  int count = 1;   // of workers
  std::string run_id;
  std::vector<std::string> environment = {};         // what else its processes get, "NAME=value"
  std::shared_ptr<const base::Fd> counts = nullptr;  // as in Command
};

// The command that runs exactly `tests`, all of one launch, and the files it needs. port 0: no stream.
base::Result<Command> make_command(const model::Collection& collection, const model::Options& options,
                                   const std::vector<model::TestIndex>& tests, const ProcessFiles& files,
                                   const WorkerIdentity& worker, int port);

}  // namespace trireme::execute::googletest
