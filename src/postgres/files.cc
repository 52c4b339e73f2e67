#include "postgres/files.h"

#include <sys/stat.h>

#include "base/environment.h"
#include "postgres/program.h"

namespace trireme::postgres {

namespace {

Async<void> run(std::string program, std::vector<std::string> arguments) {
  base::SpawnSpec spec{.argv = {base::find_program(program)}, .environment = {"LC_ALL=C"}, .directory = "/"};
  if (spec.argv[0].empty()) co_return base::fail("there is no {} in PATH", program);
  spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
  co_return co_await run_program(std::move(spec));
}

bool belongs_to(const std::string& path, const base::Identity& owner) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && status.st_uid == owner.user && status.st_gid == owner.group;
}

}  // namespace

Async<void> copy_tree(std::string from, std::string to, std::optional<base::Identity> owner) {
  std::vector<std::string> arguments = {"-a", "--", from, to};
  auto copied = co_await run("cp", std::move(arguments));
  if (copied && owner && !belongs_to(to, *owner)) {
    arguments = {"-R", "-h", "--", fmt::format("{}:{}", owner->user, owner->group), to};
    copied = co_await run("chown", std::move(arguments));
  }
  if (!copied) co_return base::fail("cannot copy a database cluster to {}: {}", to, copied.error().text);
  co_return base::Result<void>();
}

Async<void> remove_tree(std::string path) {
  std::vector<std::string> arguments = {"-rf", "--", std::move(path)};
  co_return co_await run("rm", std::move(arguments));
}

}  // namespace trireme::postgres
