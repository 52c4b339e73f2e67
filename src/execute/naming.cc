#include "execute/naming.h"

#include "base/text.h"

namespace trireme::execute {

std::string command_line(const std::string& how, const std::vector<std::string>& ids, const model::Options& options) {
  std::string command = "trireme " + how;
  for (const std::string& each : options.repeated) command += " " + base::shell_quoted(each);
  for (const std::string& each : ids) command += " " + base::shell_quoted((each.starts_with('-') ? "./" : "") + each);
  if (!options.test_args.empty()) command += " --";
  for (const std::string& each : options.test_args) command += " " + base::shell_quoted(each);
  return command;
}

model::TestName Naming::name(std::size_t i) const {
  const model::TestCase& each = test(i);
  return {id(i), binary(), each.suite, each.name, each.file, each.line};
}

const std::string& Naming::binary() const { return collection_.binaries[collection_.launches[test(0).launch].binary].name; }

std::string Naming::repeat_command(const std::string& id) const { return command_line("-n 0", {id}, options_); }

}  // namespace trireme::execute
