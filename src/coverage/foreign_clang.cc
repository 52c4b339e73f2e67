#include "coverage/foreign_clang.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/environment.h"
#include "base/temp_dir.h"
#include "base/text.h"
#include "coverage/tool.h"

namespace trireme::coverage {

namespace {

// A count of no program's function: llvm-cov wants a profile also where nothing was counted.
constexpr const char* k_nothing = "-\n1\n1\n0\n";

// "13" of "clang 13.0", "" of what does not tell.
std::string major_of(const std::string& version) {
  const std::size_t blank = version.find(' ');
  return blank == std::string::npos ? "" : version.substr(blank + 1, version.find('.') - blank - 1);
}

// As Debian calls those of a version, else as LLVM does. Its path; "" if there is none.
std::string find_tool(const std::string& name, const std::string& version) {
  const std::string major = major_of(version);
  const std::string own = major.empty() ? "" : base::find_program(name + "-" + major);
  return own.empty() ? base::find_program(name) : own;
}

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

bool write_lines(const std::string& path, const std::vector<std::string>& lines) {
  std::ofstream file(path, std::ios::binary);
  for (const std::string& each : lines) file << each << '\n';
  return static_cast<bool>(file.flush());
}

base::Result<Printed> ask(const std::vector<std::string>& argv, const std::string& directory, const ClangProgram& program) {
  TRY(Printed printed, run_tool(argv, directory));
  if (printed.status.ok()) return printed;
  return base::fail("{} of {}: {}: {}", file_name(argv.front()), base::printable(program.path), base::describe(printed.status),
                    base::last_lines(printed.text));
}

struct Tools {
  std::string profdata, cov;  // paths
};

base::Result<Tools> find_tools(const std::string& path, const std::string& version) {
  Tools tools{find_tool("llvm-profdata", version), find_tool("llvm-cov", version)};
  if (!tools.profdata.empty() && !tools.cov.empty()) return tools;
  const std::string major = major_of(version);
  return base::fail(
      "{} is of {}, whose files llvm-profdata and llvm-cov of that version read, which are not installed: install "
      "the package llvm{}{}",
      base::printable(path), version, major.empty() ? "" : "-", major);
}

// It needs counters that can be told apart, or kept.
const char* what_is_impossible(const model::CoverageOptions& asked) {
  const auto is_profraw = [](const model::CoverageOutput& each) { return each.kind == model::CoverageKind::profraw; };
  if (asked.contexts) return "--cov-context=test";
  if (asked.append) return "--cov-append";
  const bool wants_files = asked.outputs && std::any_of(asked.outputs->begin(), asked.outputs->end(), is_profraw);
  return wants_files ? "--cov-report=profraw" : nullptr;
}

}  // namespace

std::string foreign_clang_described(const std::string& version) {
  return fmt::format("{}, read by {}", version, file_name(find_tool("llvm-cov", version)));
}

base::Result<void> check_foreign_clang(const std::map<std::string, std::string>& versions,
                                       const model::CoverageOptions& asked) {
  const char* const impossible = what_is_impossible(asked);
  for (const auto& [path, version] : versions) {
    if (const auto tools = find_tools(path, version); !tools) return tl::unexpected(tools.error());
    if (impossible != nullptr)
      return base::fail("{} needs clang {}, and {} is of {}", impossible, k_known_clangs, base::printable(path), version);
  }
  return {};
}

base::Result<LlvmExport> ask_llvm_cov(const ClangProgram& program, const std::vector<std::string>& counts) {
  TRY(const Tools tools, find_tools(program.path, program.version));
  TRY(const base::TempDir directory, base::make_temp_dir("trireme-llvm-"));
  const std::string inputs = directory.path() + "/inputs";
  const std::string profile = directory.path() + "/profile";
  if (!write_lines(inputs, counts.empty() ? std::vector<std::string>{k_nothing} : counts))
    return base::fail("cannot write to {}", directory.path());
  std::vector<std::string> merge = {tools.profdata, "merge", "-failure-mode=all", "-o", profile};
  if (!counts.empty()) merge.emplace_back("-f");
  merge.push_back(inputs);
  TRY(Printed merged, ask(merge, directory.path(), program));
  TRY(Printed printed, ask({tools.cov, "export", "-instr-profile=" + profile, program.path}, directory.path(), program));
  const std::size_t begin = printed.text.starts_with('{') ? 0 : printed.text.find("\n{") + 1;
  return LlvmExport{printed.text.substr(begin), base::last_lines(merged.text + printed.text.substr(0, begin))};
}

}  // namespace trireme::coverage
