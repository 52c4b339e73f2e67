#include "events/replay.h"

#include "events/event_json.h"
#include "events/tally.h"
#include "input.h"

using namespace trireme;

namespace {

// What is told can be written again.
struct Writing : events::Sink {
  void on(const model::TimedEvent& event) override {
    std::string line;
    events::append_json(line, event);
    tally.on(event);
  }
  events::Tally tally;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::File file(fuzz::text(data, size));
  Writing sink;
  (void)events::replay(file.path(), sink);
  (void)sink.tally.exit_code();
  return 0;
}
