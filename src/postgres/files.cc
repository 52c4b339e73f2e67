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

constexpr const char* k_server = "/server.tar";        // everything but …
constexpr const char* k_databases = "/databases.tar";  // … what is in the directories of base/

Async<void> give(std::string tree, std::optional<base::Identity> owner) {
  if (!owner || belongs_to(tree, *owner)) co_return base::Result<void>();
  std::vector<std::string> arguments = {"-R", "-h", "--", fmt::format("{}:{}", owner->user, owner->group), std::move(tree)};
  co_return co_await run("chown", std::move(arguments));
}

// It would read a backslash in a path as the beginning of some other byte.
Async<void> pack(std::string data, std::string archive, std::vector<std::string> what) {
  std::vector<std::string> arguments = {"-c", "--no-unquote",    "--numeric-owner", "-C", std::move(data),
                                        "-f", std::move(archive)};
  arguments.insert(arguments.end(), what.begin(), what.end());
  co_return co_await run("tar", std::move(arguments));
}

Async<void> unpack(std::string archive, std::string data) {
  std::vector<std::string> arguments = {"-x", "--no-unquote",    "-p", "-m", "--numeric-owner", "-C", data,
                                        "-f", std::move(archive)};
  auto unpacked = co_await run("tar", std::move(arguments));
  if (!unpacked) co_return base::fail("cannot make a database cluster in {}: {}", data, unpacked.error().text);
  co_return base::Result<void>();
}

}  // namespace

Async<void> pack_cluster(std::string data, std::string to) {
  std::vector<std::string> all_but_databases = {"--exclude=./base/*/*", "."};
  std::vector<std::string> databases = {"./base"};
  CO_CHECK(co_await pack(data, to + k_server, std::move(all_but_databases)));
  co_return co_await pack(data, to + k_databases, std::move(databases));
}

Async<void> unpack_server(std::string from, std::string data, std::optional<base::Identity> owner) {
  if (mkdir(data.c_str(), 0700) != 0) co_return base::fail_errno("cannot make a directory " + data);
  CO_CHECK(co_await unpack(from + k_server, data));
  co_return co_await give(std::move(data), owner);
}

Async<void> unpack_databases(std::string from, std::string data, std::optional<base::Identity> owner) {
  CO_CHECK(co_await unpack(from + k_databases, data));
  std::string databases = data + "/base";
  co_return co_await give(std::move(databases), owner);
}

Async<void> copy_tree(std::string from, std::string to, std::optional<base::Identity> owner) {
  std::vector<std::string> arguments = {"-a", "--", from, to};
  auto copied = co_await run("cp", std::move(arguments));
  if (copied) copied = co_await give(to, owner);
  if (!copied) co_return base::fail("cannot copy a database cluster to {}: {}", to, copied.error().text);
  co_return base::Result<void>();
}

Async<void> remove_tree(std::string path) {
  std::vector<std::string> arguments = {"-rf", "--", std::move(path)};
  co_return co_await run("rm", std::move(arguments));
}

}  // namespace trireme::postgres
