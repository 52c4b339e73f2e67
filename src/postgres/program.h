// Programs that we run to prepare databases: initdb, cp, psql, the user's command.
#pragma once

#include <string>
#include <vector>

#include "base/child.h"
#include "postgres/async.h"

namespace trireme::postgres {

// Runs it to its end; its output is ours. Kills its process group afterwards. An error says what it printed last.
Async<void> run_program(base::SpawnSpec spec);

// Until the process has ended. It is not reaped.
asio::awaitable<void> ended(const base::Child& child);

// The last lines of a text, indented by nothing: at most ten, and not more than 2000 bytes.
std::string last_lines(const std::string& text);

// What this error is most likely about, as a remedy: "; free some space …" for a full disk, else "".
std::string remedy_for(const std::string& text);

}  // namespace trireme::postgres
