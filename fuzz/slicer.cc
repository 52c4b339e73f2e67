// Output in pieces that end with a \x01, after each of which a test starts (its name follows), ends, or what is outside is
// taken. Nothing is given out that was not written.
#include "execute/googletest/slicer.h"

#include "input.h"

using namespace trireme;

namespace {

std::size_t size_of(const model::Captured& text) { return text.head.size() + text.tail.size(); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzz::text(data, size);
  execute::googletest::Slicer slicer;
  std::size_t given = 0;
  while (!rest.empty()) {
    slicer.append(fuzz::take_piece(rest, '\x01'));
    const std::string_view next = fuzz::take_piece(rest, '\x01');
    if (next == "close") {
      given += size_of(slicer.close().text);
    } else if (next == "outside") {
      given += size_of(slicer.take_outside());
    } else if (!next.empty()) {
      slicer.start(std::string(next));
    }
  }
  given += size_of(slicer.close().text) + size_of(slicer.take_outside());
  fuzz::check(given <= size);
  return 0;
}
