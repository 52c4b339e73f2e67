// The environment as the program sees it, and which of it the program has read before main.
#pragma once

namespace trireme::agent {

// Takes what is ours out of the environment. Gives false when the program was not started by a runner.
bool take_over_environment();

// From now on reads are no longer noted.
void stop_watching();

// Has the program read this variable ("NAME" or "NAME=value") before main?
bool was_read(const char* variable);

}  // namespace trireme::agent
