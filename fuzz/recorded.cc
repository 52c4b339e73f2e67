// A test, by the first line, in the log of a run, which is the rest.
#include "bisect/recorded.h"

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzz::text(data, size);
  const std::string id(fuzz::take_piece(rest, '\n'));
  const fuzz::File log(rest);
  const auto recorded = bisect::read_log(log.path(), id);
  fuzz::check(recorded ? !recorded->id.empty() : !recorded.error().text.empty());
  return 0;
}
