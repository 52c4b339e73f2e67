#include "events/replay.h"
#include "commands/commands.h"
#include "commands/complain.h"
#include "report/reporters.h"

namespace trireme::commands {

int replay(const options::Replay& command) {
  report::Reporters reporters(command.options);
  if (auto replayed = events::replay(command.log, reporters.sink()); !replayed) {
    return complain(replayed.error().text, model::ExitCode::usage);
  }
  return static_cast<int>(reporters.finish());
}

}  // namespace trireme::commands
