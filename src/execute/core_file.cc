#include "execute/core_file.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/fd.h"
#include "base/glob_literal.h"

namespace trireme::execute {

namespace {

namespace fs = std::filesystem;

std::string setting(const char* name) {
  const std::string text = base::read_file(std::string("/proc/sys/kernel/") + name).value_or("");
  return text.substr(0, text.find('\n'));
}

std::vector<std::string> matches(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> result;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) result.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  return result;
}

fs::file_time_type written(const std::string& path) {
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  return error ? fs::file_time_type::min() : time;
}

}  // namespace

std::string core_glob(const std::string& pattern, bool with_process, pid_t process) {
  std::string result;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '%') {
      result += base::glob_literal({&pattern[at], 1});
    } else if (++at < pattern.size()) {
      result += pattern[at] == '%' ? "%" : pattern[at] == 'p' ? std::to_string(process) : "*";
    }
  }
  const bool told = pattern.find("%p") != std::string::npos;
  return with_process && !told ? result + "." + std::to_string(process) : result;
}

base::Result<std::string> core_of(const Remains& remains, pid_t process) {
  if (!remains.dumped)
    return base::fail("an executed process has its stack in its core, and wrote none (ulimit -c unlimited; man 5 core)");
  const std::string pattern = setting("core_pattern");
  if (pattern.starts_with('|') || pattern.starts_with('@')) {
    return base::fail("the core of process {} went to {}", process, pattern.substr(1, pattern.find(' ') - 1));
  }
  std::string name = core_glob(pattern, setting("core_uses_pid") != "0", process);
  if (!name.starts_with('/')) {
    const std::string directory = remains.directory.empty() ? fs::current_path() : fs::absolute(remains.directory);
    name = base::glob_literal(directory + "/") + name;
  }
  const std::vector<std::string> found = matches(name);
  if (found.empty()) return base::fail("its core is not at {}, where it was started", name);
  return *std::max_element(found.begin(), found.end(), [](const auto& a, const auto& b) { return written(a) < written(b); });
}

}  // namespace trireme::execute
