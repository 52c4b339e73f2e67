// Coverage of one run: where its processes write what they count, and what comes of it at the end.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "coverage/instrumented.h"
#include "events/sink.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::coverage {

// Without these, processes that only tell their tests would write what they count beside their object files.
std::vector<std::string> variables_for_collection(const std::string& directory);

class Session {
 public:
  // `directory`: for counts; made here, removed by nobody. An error is the user's.
  static base::Result<std::unique_ptr<Session>> make(const model::Options& options,
                                                     const std::vector<model::TestBinary>& binaries,
                                                     const std::string& directory);
  Session(const model::Options& options, Instrumented instrumented, std::string directory);

  // What a process of this worker gets in its environment, "NAME=value".
  [[nodiscard]] std::vector<std::string> environment(const std::string& worker) const;

  // A process of this worker was killed, perhaps while it wrote: what is written from now on goes elsewhere.
  void begin_anew(const std::string& worker) { ++beginnings_[worker]; }

  // After the last process. `killed`: tests whose processes did not come to write what they counted.
  model::CoverageReported report(const std::vector<std::string>& killed, bool failed);

 private:
  const model::Options& options_;
  Instrumented instrumented_;
  std::string directory_;
  std::map<std::string, int> beginnings_;  // by worker
};

// Between execution and reports: at the end of the run it tells what was covered.
class Reporting final : public events::Sink {
 public:
  // `session` may be null: nothing is told then.
  Reporting(Session* session, events::Sink& next) : session_(session), next_(next) {}
  void on(const model::TimedEvent& event) override;

 private:
  void look_at(const model::TestFinished& test);

  Session* session_;
  events::Sink& next_;
  std::vector<std::string> killed_;
  bool failed_ = false;
};

}  // namespace trireme::coverage
