#include "execute/process_text.h"

#include <algorithm>
#include <sstream>

namespace trireme::execute {

namespace {

constexpr std::size_t k_command_shown = 80;  // bytes
constexpr int k_state = 3;                   // the number of the first field after the name
constexpr int k_flags = 9;
constexpr int k_start = 22;
constexpr unsigned k_exiting = 4;                     // the kernel's PF_EXITING
constexpr unsigned k_forked_and_not_executed = 0x40;  // … PF_FORKNOEXEC

// The name of its program may hold anything.
template <class Number>
Number field(const std::string& stat, int number) {
  std::istringstream fields(stat.substr(std::min(stat.rfind(')') + 1, stat.size())));
  std::string skipped;
  for (int each = k_state; each < number; ++each) fields >> skipped;
  Number value{};
  return fields >> value ? value : Number{};
}

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

bool is_ending(const std::string& stat) { return (field<unsigned>(stat, k_flags) & k_exiting) != 0; }

std::string executed_program(const std::string& stat) {
  const std::size_t begin = stat.find('(');
  const std::size_t end = stat.rfind(')');
  const unsigned flags = field<unsigned>(stat, k_flags);
  if (begin == std::string::npos || end < begin || flags == 0 || (flags & k_forked_and_not_executed) != 0) return "";
  return stat.substr(begin + 1, end - begin - 1);
}

double start_of(const std::string& stat) { return std::max(field<double>(stat, k_start), 0.0); }

}  // namespace trireme::execute
