// -s: output as it arrives, cut into lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trireme::execute {

class LiveOutput {
 public:
  // The complete lines, without their newlines. A line without an end is given out in pieces of 64 KiB.
  std::vector<std::string> append(std::string_view bytes);
  // What has no newline yet; empty afterwards.
  std::string rest();

 private:
  std::string rest_;
};

}  // namespace trireme::execute
