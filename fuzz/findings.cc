// What other programs print of a process: a sanitizer's report, gdb's stacks.
#include "execute/debugger.h"
#include "execute/sanitizer.h"
#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text(data, size));
  const std::string found = execute::sanitizer_finding({.head = text.substr(0, size / 2), .tail = text.substr(size / 2)});
  fuzz::check(found.size() < 1024 && found.find('\n') == std::string::npos);
  std::string much;
  for (int i = 0; i < 16; ++i) much += text;
  for (const std::string& printed : {text, much}) {
    const std::string frames = execute::frames_in(printed);
    fuzz::check(frames.size() <= 64 * 1024 + 4 && (frames.empty() || frames.ends_with('\n')));
    const std::string crash = execute::crash_frames_in(printed, 7);
    fuzz::check(crash.size() <= 64 * 1024 + 4 && (crash.empty() || crash.starts_with("#0 ") || crash == "...\n"));
    const std::string core = execute::core_frames_in(printed);
    fuzz::check(core.size() <= 64 * 1024 + 4 && (core.empty() || core.starts_with("#0 ") || core == "...\n"));
  }
  return 0;
}
