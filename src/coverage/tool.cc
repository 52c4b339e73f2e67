#include "coverage/tool.h"

#include <fcntl.h>
#include <signal.h>

#include "base/fd.h"

namespace trireme::coverage {

base::Result<Printed> run_tool(std::vector<std::string> argv, const std::string& directory) {
  const std::string printed = directory + "/printed";
  const base::Fd output(open(printed.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!output) return base::fail_errno("cannot write to " + directory);
  TRY(base::Child tool, base::spawn({.argv = std::move(argv),
                                     .environment = {"LC_ALL=C"},
                                     .directory = directory,
                                     .output = output.get(),
                                     .death_signal = SIGKILL}));
  const base::ExitStatus status = tool.reap();
  TRY(std::string text, base::read_file(printed));
  return Printed{status, std::move(text)};
}

}  // namespace trireme::coverage
