#include "execute/naming.h"

#include "base/text.h"

namespace trireme::execute {

model::TestName Naming::name(std::size_t i) const {
  const model::TestCase& each = test(i);
  return {id(i), binary(), each.suite, each.name, each.file, each.line};
}

const std::string& Naming::binary() const { return collection_.binaries[collection_.launches[test(0).launch].binary].name; }

std::string Naming::repeat_command(const std::string& id) const {
  std::string command = "trireme -n 0 " + base::shell_quoted(id);
  if (!options_.test_args.empty()) command += " --";
  for (const std::string& each : options_.test_args) command += " " + base::shell_quoted(each);
  return command;
}

}  // namespace trireme::execute
