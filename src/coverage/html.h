// Pages that need nothing but themselves: an index, and one for each file.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "coverage/covered_file.h"

namespace trireme::coverage {

struct HtmlFile {
  std::string name;
  std::function<std::string()> make;  // one page at a time, so that they are not all in memory
};

// As long as the report lives.
std::vector<HtmlFile> html_files(const Report& report);

}  // namespace trireme::coverage
