// Why a command does nothing, on standard error.
#pragma once

#include <string>
#include <vector>

#include "model/exit_code.h"

namespace trireme::commands {

// Gives the code.
int complain(const std::string& text, model::ExitCode code);
int complain(const std::vector<std::string>& texts, model::ExitCode code);

}  // namespace trireme::commands
