// The wire between fork server and runner: an answer of a server that may be anything, and a request to one, of which the
// changes of the environment must make what was wanted of what was given.
#include <algorithm>
#include <vector>

#include "forkserver/answer.h"
#include "forkserver/request.h"
#include "input.h"

using namespace trireme;

namespace {

std::string name_of(const std::string& variable) { return variable.substr(0, variable.find('=')); }

std::vector<std::string> variables(std::string_view text) {
  std::vector<std::string> result;
  std::vector<std::string> names;
  while (!text.empty()) {
    std::string each(fuzz::take_piece(text, '\n'));
    const bool known = std::find(names.begin(), names.end(), name_of(each)) != names.end();
    if (known || each.find('=') == std::string::npos || each[0] == '=' || each.find('\0') != std::string::npos) continue;
    names.push_back(name_of(each));
    result.push_back(std::move(each));
  }
  return result;
}

std::vector<std::string> changed(std::vector<std::string> given, const std::vector<std::string>& changes) {
  for (const std::string& change : changes) {
    std::erase_if(given, [&](const auto& each) { return name_of(each) == name_of(change); });
    if (change.find('=') != std::string::npos) given.push_back(change);
  }
  std::sort(given.begin(), given.end());
  return given;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::text(data, size);
  const auto answer = forkserver::understood(text);
  fuzz::check(answer.kind != forkserver::Answer::Kind::started || answer.pid > 1);

  std::vector<std::string> given = variables(fuzz::take_piece(text, '\r'));
  std::vector<std::string> wanted = variables(text);
  std::sort(given.begin(), given.end());
  const auto changes = forkserver::changes(given, wanted);
  std::sort(wanted.begin(), wanted.end());
  fuzz::check(changed(given, changes) == wanted);
  return 0;
}
