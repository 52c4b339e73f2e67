#include "commands/start.h"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "base/guard.h"
#include "base/own_process.h"
#include "commands/commands.h"
#include "commands/complain.h"
#include "options/command.h"
#include "options/secrets.h"

namespace trireme::commands {

using model::ExitCode;

namespace {

// The libraries below throw when the system has nothing more to give: descriptors, memory.
int guarded(const std::function<int()>& work, base::Group group = base::Group::own) {
  const auto caught = [&] {
    try {
      return work();
    } catch (const std::exception& refused) {
      return complain(fmt::format("the system refuses what a run needs: {}", refused.what()), ExitCode::internal);
    }
  };
  return base::run_guarded(caught, group);
}

int manage(const options::ManageDatabases& command) {
  // What `start` leaves is not to be killed.
  if (command.verb == "start") return manage_databases(command);
  // psql reads the terminal.
  return guarded([&] { return manage_databases(command); }, base::Group::guards);
}

}  // namespace

int start(int argc, char** argv, const std::function<int(const model::Options&)>& run) {
  if (base::clean_up_if_asked(argc, argv)) return static_cast<int>(ExitCode::internal);
  base::settle_in();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  options::hide_passwords(argc, argv);
  const auto command = options::parse(arguments, base::own_environment());
  if (!command) return complain(command.error().text, ExitCode::usage);
  if (const auto* print = std::get_if<options::Print>(&*command)) return std::fputs(print->text.c_str(), stdout) < 0 ? 3 : 0;
  if (const auto* again = std::get_if<options::Replay>(&*command)) return replay(*again);
  if (const auto* question = std::get_if<options::AskCoverage>(&*command)) return tell_who(*question);
  if (const auto* search = std::get_if<options::Bisect>(&*command)) {
    return guarded([&] { return find_culprits(*search); });
  }
  if (const auto* databases = std::get_if<options::ManageDatabases>(&*command)) return manage(*databases);
  return guarded([&] { return run(std::get<options::Run>(*command).options); });
}

}  // namespace trireme::commands
