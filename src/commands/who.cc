#include <cstdio>

#include "commands/commands.h"
#include "commands/complain.h"
#include "coverage/who.h"

namespace trireme::commands {

using model::ExitCode;

int tell_who(const options::AskCoverage& question) {
  const auto answer = coverage::who_runs(question.options.root, question.options.directory, question.place);
  if (!answer) return complain(answer.error().text, ExitCode::usage);
  if (!answer->warning.empty()) std::fprintf(stderr, "WARNING: %s\n", answer->warning.c_str());
  if (std::fputs(answer->text.c_str(), stdout) < 0) return static_cast<int>(ExitCode::internal);
  return static_cast<int>(answer->any ? ExitCode::ok : ExitCode::failed);
}

}  // namespace trireme::commands
