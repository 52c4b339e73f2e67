// Combined lines as reports show them: without what is excluded, in the order of their names.
#pragma once

#include <string>
#include <vector>

#include "base/regex.h"
#include "coverage/combine.h"
#include "coverage/covered_file.h"

namespace trireme::coverage {

struct ReportSettings {
  std::string root;
  bool has_branches = false;
  int precision = 0;
  std::vector<base::Regex> excluded;       // lines that one of them matches
  std::vector<std::string> contexts = {};  // as in Report
  int threads = 1;                         // at once
};

// Problems with the sources are added to those of `combined`.
Report make_report(Combined& combined, const Sources& sources, const ReportSettings& settings);

}  // namespace trireme::coverage
