// Programs of a clang whose files we do not read. They are executed, so that their own runtime writes what they count, and the
// llvm-profdata and llvm-cov of that version say what it means.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "coverage/clang_program.h"
#include "model/options.h"

namespace trireme::coverage {

// "clang 13.0, read by llvm-cov-13", for reports.
std::string foreign_clang_described(const std::string& version);

// An error, the user's: the tools of one of these versions, by path of what it has built, are not there, or what is asked for
// cannot be had from them.
base::Result<void> check_foreign_clang(const std::map<std::string, std::string>& versions, const model::CoverageOptions& asked);

struct LlvmExport {
  std::string text;      // JSON
  std::string warnings;  // "": none
};
// What llvm-cov exports of a program of which these .profraw files are; without any, that nothing has run. An error is a sentence.
base::Result<LlvmExport> ask_llvm_cov(const ClangProgram& program, const std::vector<std::string>& counts);

}  // namespace trireme::coverage
