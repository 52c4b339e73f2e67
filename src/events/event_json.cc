#include "events/event_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "events/json_writer.h"

namespace trireme::events {

namespace {

using nlohmann::json;

struct Malformed {
  std::string what;
};

std::string from_hex(const std::string& hex) {
  const auto digit = [](char c) {
    const auto at = std::string_view("0123456789abcdef").find(c);
    if (at == std::string_view::npos) throw Malformed{"bad hex"};
    return static_cast<unsigned>(at);
  };
  if (hex.size() % 2 != 0) throw Malformed{"bad hex"};
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return bytes;
}

template <typename T>
T whole_number(const json& from) {
  const bool fits = from.is_number_unsigned() ? std::in_range<T>(from.get<std::uint64_t>())
                                              : from.is_number_integer() && std::in_range<T>(from.get<std::int64_t>());
  if (!fits) throw Malformed{"no whole number, or none that fits: " + from.dump()};
  return from.get<T>();
}

// The counterpart of JsonWriter. Throws json::exception and Malformed.
class JsonReader {
 public:
  explicit JsonReader(const json& object) : object_(object) {}

  template <typename T>
  void operator()(const char* key, T& value) {
    if (const auto found = object_.find(key); found != object_.end()) read(*found, value);
  }

 private:
  static void read(const json& from, std::string& value) {
    value = from.is_object() ? from_hex(from.at("hex").get<std::string>()) : from.get<std::string>();
  }
  static void read(const json& from, model::Outcome& value) {
    const auto& names = model::k_outcome_names;
    const auto found = std::find(names.begin(), names.end(), from.get<std::string>());
    if (found == names.end()) throw Malformed{"unknown outcome " + from.get<std::string>()};
    value = static_cast<model::Outcome>(found - names.begin());
  }
  static void read(const json& from, std::pair<std::string, std::string>& value) {
    read(from.at(0), value.first);
    read(from.at(1), value.second);
  }
  template <typename T>
  static void read(const json& from, std::vector<T>& values) {
    for (const json& each : from) read(each, values.emplace_back());
  }
  template <typename T>
  static void read(const json& from, T& value) {
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      value = whole_number<T>(from);
    } else if constexpr (std::is_arithmetic_v<T>) {
      value = from.get<T>();
    } else {
      JsonReader inner(from);
      fields(inner, value);
    }
  }

  const json& object_;
};

template <std::size_t... I>
model::Event make_event(std::size_t type, std::index_sequence<I...>) {
  model::Event event;
  ((type == I ? static_cast<void>(event.emplace<I>()) : void()), ...);
  return event;
}

model::TimedEvent read_event(const json& line) {
  if (!line.is_object()) throw Malformed{"no JSON object"};
  if (const int version = whole_number<int>(line.at("v")); version > k_log_version) {
    throw Malformed{fmt::format("written by a newer Trireme (log version {}, known {})", version, k_log_version)};
  }
  const auto name = line.at("type").get<std::string>();
  const auto found = std::find(k_type_names.begin(), k_type_names.end(), name);
  if (found == k_type_names.end()) throw Malformed{"unknown type " + name};
  model::TimedEvent event{line.at("at").get<double>(), make_event(static_cast<std::size_t>(found - k_type_names.begin()),
                                                                  std::make_index_sequence<k_type_names.size()>())};
  JsonReader reader(line);
  std::visit([&reader](auto& what) { fields(reader, what); }, event.what);
  return event;
}

}  // namespace

void append_json(std::string& out, const model::TimedEvent& event) {
  out += '{';
  JsonWriter writer(out);
  writer("v", k_log_version);
  writer("at", event.at);
  writer("type", std::string(k_type_names[event.what.index()]));
  std::visit([&writer](const auto& what) { fields(writer, what); }, event.what);
  out += '}';
}

base::Result<model::TimedEvent> parse_event(std::string_view line) {
  try {
    return read_event(json::parse(line));
  } catch (const json::exception& error) {
    return base::fail("{}", error.what());
  } catch (const Malformed& error) {
    return base::fail("{}", error.what);
  }
}

}  // namespace trireme::events
