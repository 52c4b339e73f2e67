// Appends an event's fields to a line of JSON; a hand-made writer, because a log of 20,000 tests is 60,000 lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/event_fields.h"

namespace trireme::events {

// A JSON string; or, for text that is not valid UTF-8 and must come back byte by byte, {"hex":"ff00"}.
void append_json_text(std::string& out, std::string_view text);

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void operator()(std::string_view key, const std::string& value);
  void operator()(std::string_view key, bool value);
  void operator()(std::string_view key, double value);
  void operator()(std::string_view key, model::Outcome value);
  void operator()(std::string_view key, std::integral auto value) { number(key, static_cast<std::int64_t>(value)); }
  void operator()(std::string_view key, const std::vector<std::string>& values);
  void operator()(std::string_view key, const std::vector<std::pair<std::string, std::string>>& values);
  void operator()(std::string_view key, const std::vector<model::Failure>& values);
  void operator()(std::string_view key, const model::Captured& value);

 private:
  void begin(std::string_view key);
  void number(std::string_view key, std::int64_t value);

  std::string& out_;
  bool first_ = true;
};

}  // namespace trireme::events
