#include "commands/complain.h"

#include <cstdio>

#include "options/secrets.h"

namespace trireme::commands {

int complain(const std::string& text, model::ExitCode code) { return complain(std::vector<std::string>{text}, code); }

int complain(const std::vector<std::string>& texts, model::ExitCode code) {
  for (const std::string& each : texts) std::fprintf(stderr, "ERROR: %s\n", options::without_passwords(each).c_str());
  return static_cast<int>(code);
}

}  // namespace trireme::commands
