#include "events/json_writer.h"

#include <fmt/format.h>

#include <iterator>

#include "base/text.h"

namespace trireme::events {

namespace {

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7f; }

void append_escaped(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(text[i]));
  }
  out.append(text, plain, std::string_view::npos);
  out += '"';
}

void append_object(std::string& out, const auto& value) {
  out += '{';
  JsonWriter inner(out);
  fields(inner, value);
  out += '}';
}

void append_list(std::string& out, const auto& values, const auto& append_one) {
  out += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    append_one(values[i]);
  }
  out += ']';
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  if (base::is_utf8(text)) {
    append_escaped(out, text);
    return;
  }
  out += R"({"hex":")";
  for (const char c : text) fmt::format_to(std::back_inserter(out), "{:02x}", static_cast<unsigned char>(c));
  out += R"("})";
}

void JsonWriter::begin(std::string_view key) {
  if (!std::exchange(first_, false)) out_ += ',';
  out_ += '"';
  out_ += key;
  out_ += "\":";
}

void JsonWriter::operator()(std::string_view key, const std::string& value) {
  if (value.empty()) return;
  begin(key);
  append_json_text(out_, value);
}

void JsonWriter::operator()(std::string_view key, bool value) {
  begin(key);
  out_ += value ? "true" : "false";
}

void JsonWriter::operator()(std::string_view key, double value) {
  begin(key);
  fmt::format_to(std::back_inserter(out_), "{:.6f}", value);
}

void JsonWriter::operator()(std::string_view key, model::Outcome value) {
  begin(key);
  append_escaped(out_, outcome_name(value));
}

void JsonWriter::number(std::string_view key, std::int64_t value) {
  begin(key);
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonWriter::operator()(std::string_view key, const std::vector<std::string>& values) {
  if (values.empty()) return;
  begin(key);
  append_list(out_, values, [this](const std::string& each) { append_json_text(out_, each); });
}

void JsonWriter::operator()(std::string_view key, const std::vector<std::pair<std::string, std::string>>& values) {
  if (values.empty()) return;
  begin(key);
  append_list(out_, values, [this](const auto& each) {
    out_ += '[';
    append_json_text(out_, each.first);
    out_ += ',';
    append_json_text(out_, each.second);
    out_ += ']';
  });
}

void JsonWriter::operator()(std::string_view key, const std::vector<model::Failure>& values) {
  if (values.empty()) return;
  begin(key);
  append_list(out_, values, [this](const model::Failure& each) { append_object(out_, each); });
}

void JsonWriter::operator()(std::string_view key, const model::Captured& value) {
  if (value.empty()) return;
  begin(key);
  append_object(out_, value);
}

}  // namespace trireme::events
