#include "coverage/foreign.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/environment.h"
#include "base/fd.h"
#include "base/in_parallel.h"
#include "base/temp_dir.h"
#include "base/text.h"
#include "coverage/tool.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

std::string beginning_of(const fs::path& file) {
  std::string bytes(k_opening_size, '\0');
  const base::Fd opened(open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  const ssize_t size = opened ? read(opened.get(), bytes.data(), bytes.size()) : 0;
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return bytes;
}

// "": it is no such file, or can be read.
std::string why_unread(const std::string& path, bool by_context) {
  const auto notes = foreign_notes(beginning_of(path));
  if (!notes) return "";
  const std::string gcov = notes->version.gcov();
  const std::string name = notes->version.name();
  if (base::find_program(gcov).empty()) {
    return fmt::format("{} is of {}, whose files {} reads, which is not installed: install the package gcc-{}",
                       base::printable(path), name, gcov, notes->version.major());
  }
  if (!by_context) return "";
  return fmt::format("--cov-context=test needs gcc 11 or 12, and {} is of {}", base::printable(path), name);
}

}  // namespace

base::Result<void> check_foreign(const std::vector<std::string>& notes, bool by_context, int threads) {
  std::vector<std::string> why(notes.size());
  base::in_parallel(threads, notes.size(), [&](const base::Next& next) {
    while (const auto at = next()) why[*at] = why_unread(notes[*at], by_context);
  });
  const auto first = std::find_if(why.begin(), why.end(), [](const std::string& each) { return !each.empty(); });
  if (first != why.end()) return base::fail("{}", *first);
  return {};
}

base::Result<std::string> ask_gcov(const Version& version, const std::string& notes, const Profile* sum) {
  const std::string program = base::find_program(version.gcov());
  if (program.empty())
    return base::fail("{} is of {}, and {} is not installed", base::printable(notes), version.name(), version.gcov());
  TRY(const base::TempDir directory, base::make_temp_dir("trireme-gcov-"));
  const std::string unit = directory.path() + "/unit";
  std::error_code error;
  fs::create_symlink(notes, unit + ".gcno", error);
  if (error) return base::fail("cannot make a link in {}: {}", directory.path(), error.message());
  if (sum != nullptr) {
    std::ofstream counts(unit + ".gcda", std::ios::binary);
    if (!(counts << gcda_of(*sum)).flush()) return base::fail("cannot write to {}", directory.path());
  }
  TRY(const Printed printed,
      run_tool({program, "--json-format", "--branch-probabilities", "--stdout", unit + (sum != nullptr ? ".gcda" : ".gcno")},
               directory.path()));
  const auto& [status, text] = printed;
  if (text.find("no functions found") != std::string::npos) return std::string();
  // It also says so where counts and notes do not fit, and goes on without them.
  const bool complains = sum != nullptr && !text.starts_with('{');
  if (status.ok() && !complains) return text;
  return base::fail("{} of {}: {}: {}", version.gcov(), base::printable(notes), base::describe(status),
                    base::last_lines(text.substr(0, text.find("\n{"))));
}

}  // namespace trireme::coverage
