// The environment as the program sees it, and which of it the program has read before main.
#pragma once

#include <sys/types.h>

namespace trireme::agent {

// Was this process started by a runner? Calls no function of the C library.
bool is_for_us(char** environment);

// Takes what is ours out of the environment, in place and before any code of the program can look; `environment` is main's
// third argument. Gives the pid of the runner; 0: there is none, and nothing was changed.
pid_t take_over_environment(char** environment);

// The texts that the kernel gave, one after another, as they are left; both nullptr if nothing was taken over.
struct GivenVariables {
  char* begin = nullptr;
  char* end = nullptr;
  [[nodiscard]] bool hold(const char* text) const { return begin <= text && text < end; }
};
const GivenVariables& given_variables();

bool is_given(const char* variable);

// Is environ still what was given?
bool environment_is_untouched();

// From now on reads are no longer noted.
void stop_watching();

// Has the program read this variable ("NAME" or "NAME=value") before main?
bool was_read(const char* variable);

// Does the program have a getenv of its own, so that what it reads cannot be known?
bool reads_unseen();

}  // namespace trireme::agent
