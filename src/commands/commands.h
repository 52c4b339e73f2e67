// What trireme does beside running tests, which is in main.cc. Each gives the exit code.
#pragma once

#include "options/command.h"

namespace trireme::commands {

int replay(const options::Replay& command);
int find_culprits(const options::Bisect& command);
int manage_databases(const options::ManageDatabases& command);

}  // namespace trireme::commands
