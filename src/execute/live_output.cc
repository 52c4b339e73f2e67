#include "execute/live_output.h"

#include <utility>

namespace trireme::execute {

namespace {

constexpr std::size_t k_longest_line = 64 * 1024;  // bytes

}  // namespace

std::vector<std::string> LiveOutput::append(std::string_view bytes) {
  std::vector<std::string> lines;
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
    rest_ += bytes.substr(0, end);
    lines.push_back(std::exchange(rest_, {}));
    bytes.remove_prefix(end + 1);
  }
  rest_ += bytes;
  if (rest_.size() > k_longest_line) lines.push_back(std::exchange(rest_, {}));
  return lines;
}

std::string LiveOutput::rest() { return std::exchange(rest_, {}); }

}  // namespace trireme::execute
