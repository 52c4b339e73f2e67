// What /proc tells of processes, which tests may have written: environment, command line, name.
#include "execute/process_text.h"

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzz::text(data, size);
  const std::string wanted(fuzz::take_piece(rest, '\n'));
  if (!wanted.empty()) {
    const std::string before = std::string(rest) + '\0';
    fuzz::check(execute::has_variable(before + wanted, wanted));
  }
  const std::string command = execute::shown_command(rest);
  fuzz::check(command.size() <= 80 && command.find('\0') == std::string::npos);
  fuzz::check(execute::program_of(rest).find('/') == std::string_view::npos);
  fuzz::check(execute::executed_program(std::string(rest)).size() <= rest.size());
  fuzz::check(execute::start_of(std::string(rest)) >= 0);
  return 0;
}
