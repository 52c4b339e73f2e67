// An event as one line of JSON, for the log: {"v":1,"at":0.123456,"type":"test_started","id":"…","worker":"gw0"}.
// Nothing is lost: text that is not valid UTF-8 is {"hex":"…"}. Keys whose values are empty are left out.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/event.h"

namespace trireme::events {

inline constexpr int k_log_version = 1;

// Without the newline.
void append_json(std::string& out, const model::TimedEvent& event);

// An error says what is wrong with the line; later keys and unknown ones are no error.
base::Result<model::TimedEvent> parse_event(std::string_view line);

}  // namespace trireme::events
