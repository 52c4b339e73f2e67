#include "coverage/git.h"

#include <poll.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <utility>

#include "base/child.h"
#include "base/environment.h"
#include "base/own_process.h"
#include "base/text.h"
#include "coverage/paths.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

constexpr auto k_limit = std::chrono::seconds(60);

// Hooks have variables that name another index, or a work tree other than that around the directory.
std::vector<std::string> environment() {
  std::vector<std::string> result = base::own_environment();
  std::erase_if(result, [](const std::string& each) {
    constexpr std::array<std::string_view, 5> k_places = {
        "GIT_DIR=", "GIT_WORK_TREE=", "GIT_COMMON_DIR=", "GIT_INDEX_FILE=", "GIT_PREFIX="};
    return std::any_of(k_places.begin(), k_places.end(), [&](std::string_view name) { return each.starts_with(name); });
  });
  for (const char* each : {"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C"}) base::set_variable(result, each);
  return result;
}

// Paths of /proc lead to files in memory.
base::Result<std::string> text_of(const base::Fd& file) { return base::read_file(fmt::format("/proc/self/fd/{}", file.get())); }

// Each ends with a zero.
std::vector<std::string> texts_in(std::string_view output) {
  std::vector<std::string> result;
  for (std::size_t at = 0; at < output.size();) {
    const std::size_t end = std::min(output.find('\0', at), output.size());
    result.emplace_back(output.substr(at, end - at));
    at = end + 1;
  }
  return result;
}

}  // namespace

base::Result<std::string> Git::run(const std::vector<std::string>& arguments) const {
  const std::string program = base::find_program("git");
  if (program.empty()) return base::fail("git is not installed");
  const base::Fd output(memfd_create("trireme-git", MFD_CLOEXEC));
  const base::Fd warnings(memfd_create("trireme-git", MFD_CLOEXEC));
  if (!output || !warnings) return base::fail_errno("cannot make a file in memory");
  base::SpawnSpec spec{.argv = {program},
                       .environment = environment(),
                       .directory = directory_,
                       .output = output.get(),
                       .error = warnings.get()};
  spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
  TRY(base::Child child, base::spawn(spec));
  pollfd end{.fd = child.pidfd(), .events = POLLIN, .revents = 0};
  const auto limit = std::chrono::milliseconds(k_limit).count();
  if (poll(&end, 1, static_cast<int>(limit)) != 1) {
    return base::fail("git {} has not ended within {} s, and was killed", arguments.front(), k_limit.count());
  }
  const base::ExitStatus status = child.reap();
  TRY(const std::string why, text_of(warnings));
  if (!status.ok())
    return base::fail("git {} ended with {}: {}", arguments.front(), base::describe(status), base::last_lines(why));
  return text_of(output);
}

base::Result<Git> Git::open(const std::string& directory) {
  Git git(real_path(directory));
  auto top = git.run({"rev-parse", "--show-toplevel"});
  if (!top) return tl::unexpected(top.error());
  git.top_ = top->substr(0, top->find('\n'));
  return git;
}

base::Result<std::vector<Git::File>> Git::files() const {
  TRY(const std::string listed, run({"ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"}));
  return files_in(listed, directory_);
}

base::Result<std::vector<std::string>> Git::ignored() const {
  TRY(const std::string listed, run({"ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"}));
  std::vector<std::string> result = texts_in(listed);
  for (std::string& each : result) each = real_path(directory_ + "/" + each);
  return result;
}

// Each after a letter and a blank.
std::vector<Git::File> Git::files_in(std::string_view listed, const std::string& directory) {
  std::vector<File> result;
  for (const std::string& each : texts_in(listed)) {
    if (each.size() > 2) result.push_back({directory + "/" + each.substr(2), each[0] != '?'});
  }
  return result;
}

base::Result<std::string> Git::commit(const std::string& revision) const {
  TRY(const std::string name, run({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}));
  return name.substr(0, name.find('\n'));
}

base::Result<std::vector<std::string>> Git::changed_since(const std::string& commit) const {
  // Whatever the user's settings are.
  TRY(const std::string names, run({"diff", "--name-only", "--no-relative", "--no-renames", "--no-ext-diff", "--no-color",
                                    "-O/dev/null", "-z", commit, "--"}));
  std::vector<std::string> result = texts_in(names);
  for (std::string& each : result) each.insert(0, top_ + "/");
  return result;
}

std::optional<std::string> Git::content(const std::string& commit, const std::string& path) const {
  auto text = run({"cat-file", "blob", commit + ":" + fs::path(path).lexically_relative(top_).string()});
  return text ? std::optional(*std::move(text)) : std::nullopt;
}

}  // namespace trireme::coverage
