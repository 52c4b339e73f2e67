#include "base/own_process.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/descriptors.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace trireme::base {

namespace {

// A closed 0, 1 or 2 would become the next file we open.
void open_standard_descriptors() {
  while (true) {
    const int fd = open("/dev/null", O_RDWR);
    if (fd < 0 || fd > STDERR_FILENO) {
      if (fd >= 0) close(fd);
      return;
    }
  }
}

bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

void settle_in() {
  now();
  open_standard_descriptors();
  usable_descriptors();
  signal(SIGPIPE, SIG_IGN);
  signal(SIGUSR1, SIG_IGN);  // until there is something to tell
  signal(SIGXFSZ, SIG_IGN);  // a limit on files is an error of the write
  signal(SIGCHLD, SIG_DFL);  // whoever started us may ignore it, and then nobody hears of the end of a child
}

std::vector<int> ending_signals() {
  std::vector<int> signals = {SIGINT, SIGTERM};
  if (!is_ignored(SIGHUP)) signals.push_back(SIGHUP);
  return signals;
}

std::vector<std::string> own_environment() {
  std::vector<std::string> environment;
  for (char** each = environ; *each != nullptr; ++each) environment.emplace_back(*each);
  return environment;
}

}  // namespace trireme::base
