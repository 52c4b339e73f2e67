#include "postgres/psql.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "postgres/url.h"

namespace trireme::postgres {

namespace {

// The password is not in its command line.
[[noreturn]] void become_psql(const std::string& psql, const std::vector<std::string>& variables) {
  for (const std::string& each : variables) {
    const std::size_t equal = each.find('=');
    setenv(each.substr(0, equal).c_str(), each.c_str() + equal + 1, 1);
  }
  signal(SIGINT, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  execl(psql.c_str(), "psql", static_cast<char*>(nullptr));
  _exit(127);
}

}  // namespace

base::Result<int> run_psql(const std::string& psql, const Address& address, const std::string& database) {
  if (psql.empty()) return base::fail("there is no psql in PATH; install it (Debian: postgresql-client)");
  const std::vector<std::string> variables = variables_for(address, database, {});
  const auto before = signal(SIGINT, SIG_IGN);
  const pid_t pid = fork();
  if (pid < 0) return base::fail_errno("cannot start psql");
  if (pid == 0) become_psql(psql, variables);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  signal(SIGINT, before);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace trireme::postgres
