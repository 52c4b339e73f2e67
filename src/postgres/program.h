// Programs that we run to prepare databases: initdb, cp, tar, psql, the user's command.
#pragma once

#include <string>
#include <vector>

#include "base/child.h"
#include "postgres/async.h"

namespace trireme::postgres {

// Runs it to its end; its output is ours. Kills its process group afterwards. An error says what it printed last.
Async<void> run_program(base::SpawnSpec spec);

// A program of ours that is no test's, while this lives.
class RunningProgram {
 public:
  explicit RunningProgram(pid_t pid);
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;
  ~RunningProgram();

 private:
  pid_t pid_;
};
std::vector<pid_t> running_programs();

// Until the process has ended. It is not reaped.
asio::awaitable<void> ended(const base::Child& child);

// What a program, or a server in its log, has printed, for the end of a sentence: its last lines; of a full disk no more than
// that and what to do.
std::string explained(const std::string& text);

}  // namespace trireme::postgres
