#include "execute/process_text.h"

#include <algorithm>
#include <sstream>

namespace trireme::execute {

namespace {

constexpr std::size_t k_command_shown = 80;  // bytes
constexpr int k_state = 3;                   // the number of the first field after the name
constexpr int k_start = 22;

}  // namespace

bool has_variable(std::string_view environment, std::string_view wanted) {
  for (std::size_t at = environment.find(wanted); at != std::string_view::npos; at = environment.find(wanted, at + 1)) {
    if (at == 0 || environment[at - 1] == '\0') return true;
  }
  return false;
}

std::string shown_command(std::string_view command_line) {
  std::string command(command_line.substr(0, k_command_shown));
  while (!command.empty() && command.back() == '\0') command.pop_back();
  std::replace(command.begin(), command.end(), '\0', ' ');
  return command;
}

std::string_view program_of(std::string_view command_line) {
  const std::string_view path = command_line.substr(0, command_line.find('\0'));
  return path.substr(path.rfind('/') + 1);
}

// A name may hold anything.
double start_of(const std::string& stat) {
  std::istringstream fields(stat.substr(std::min(stat.rfind(')') + 1, stat.size())));
  std::string skipped;
  for (int field = k_state; field < k_start; ++field) fields >> skipped;
  double started = 0;
  return fields >> started ? std::max(started, 0.0) : 0;
}

}  // namespace trireme::execute
