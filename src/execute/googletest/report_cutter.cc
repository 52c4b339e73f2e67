#include "execute/googletest/report_cutter.h"

#include <algorithm>
#include <utility>

namespace trireme::execute::googletest {

namespace {

constexpr std::string_view k_data = "<![CDATA[";
constexpr std::string_view k_end_of_data = "]]>";
constexpr std::string_view k_failure = "<failure";
constexpr std::string_view k_skip = "<skipped";
constexpr std::string_view k_property = "<property";
constexpr std::string_view k_greater = "&gt;";  // the only character that GoogleTest writes so in a message's text

bool may_become(std::string_view text, std::string_view whole) { return text.size() < whole.size() && whole.starts_with(text); }

bool is_tag_of(std::string_view tag, std::string_view name) {
  return tag.starts_with(name) && tag.find_first_of(" \t\n/>", name.size()) == name.size();
}

bool may_be_long(std::string_view report) {
  const auto has = [report](std::string_view tag) { return report.find(tag) != std::string_view::npos; };
  return has(k_failure) || has(k_skip) || has(k_property);
}

void append_escaped(std::string_view text, std::string& to) {
  for (const char c : text) {
    switch (c) {
      case '<': to += "&lt;"; break;
      case '>': to += "&gt;"; break;
      case '&': to += "&amp;"; break;
      default: to += c;
    }
  }
}

void append_element(std::string_view name, std::string_view text, std::string& to) {
  to.append("<").append(name).append(">");
  append_escaped(text, to);
  to.append("</").append(name).append(">");
}

}  // namespace

// Most reports have none of these, and are not read here but for that.
void ReportCutter::append(std::string_view bytes) {
  if (cuts_) return cut(bytes);
  const std::size_t unsearched = kept_.size() - std::min(kept_.size(), k_property.size());
  kept_ += bytes;
  cuts_ = may_be_long(std::string_view(kept_).substr(unsearched));
  if (cuts_) cut(std::exchange(kept_, {}));
}

void ReportCutter::cut(std::string_view bytes) {
  const std::string all = std::exchange(rest_, {}).append(bytes);
  std::string_view unread = all;
  for (std::size_t size = 1; size > 0 && !unread.empty(); unread.remove_prefix(size)) size = read_some(unread);
  rest_ = unread;
}

std::string ReportCutter::take() {
  if (inside_ == Inside::tag) kept_ += tag_;
  copy(rest_);
  return std::move(kept_);
}

// All of these give how much they have read; 0: more must come before they can.
std::size_t ReportCutter::read_some(std::string_view bytes) {
  switch (inside_) {
    case Inside::text: return read_text(bytes);
    case Inside::tag: return read_tag(bytes);
    case Inside::data: return read_data(bytes);
  }
  return 0;
}

std::size_t ReportCutter::read_text(std::string_view bytes) {
  if (may_become(bytes, k_data) || (in_message_ && may_become(bytes, k_greater))) return 0;
  if (in_message_ && bytes.starts_with(k_greater)) {
    copy(">");
    return k_greater.size();
  }
  if (bytes.starts_with(k_data)) {
    inside_ = Inside::data;
    if (!in_message_) copy(k_data);
    return k_data.size();
  }
  if (bytes[0] == '<') {
    inside_ = Inside::tag;
    tag_ = "<";
    return 1;
  }
  const std::size_t size = std::min(bytes.find_first_of("<&", 1), bytes.size());
  copy(bytes.substr(0, size));
  return size;
}

std::size_t ReportCutter::read_tag(std::string_view bytes) {
  const std::size_t end = quote_ == 0 ? bytes.find_first_of("\"'>") : bytes.find(quote_);
  add_to_tag(bytes.substr(0, end));
  if (end == std::string_view::npos) return bytes.size();
  if (quote_ != 0) tag_ += shortened(value_.take());
  tag_ += bytes[end];
  if (bytes[end] == '>' && quote_ == 0) {
    end_tag();
  } else {
    quote_ = quote_ == 0 ? bytes[end] : '\0';
  }
  return end + 1;
}

std::size_t ReportCutter::read_data(std::string_view bytes) {
  const std::size_t end = bytes.find(k_end_of_data);
  if (end == std::string_view::npos) {
    const std::size_t size = bytes.size() - std::min(bytes.size(), k_end_of_data.size() - 1);
    copy(bytes.substr(0, size));
    return size;
  }
  copy(bytes.substr(0, end));
  if (!in_message_) copy(k_end_of_data);
  inside_ = Inside::text;
  return end + k_end_of_data.size();
}

void ReportCutter::copy(std::string_view bytes) {
  if (in_message_) return text_.append(bytes);
  kept_ += bytes;
}

// A message's values say what its text does.
void ReportCutter::add_to_tag(std::string_view bytes) {
  if (quote_ == 0 || !in_test_) {
    tag_ += bytes;
  } else if (!tag_.starts_with(k_failure) && !tag_.starts_with(k_skip)) {
    value_.append(bytes);
  }
}

void ReportCutter::end_tag() {
  inside_ = Inside::text;
  const bool is_whole = tag_.ends_with("/>");
  if (in_test_ && (is_tag_of(tag_, k_failure) || is_tag_of(tag_, k_skip))) {
    is_skip_ = is_tag_of(tag_, k_skip);
    in_message_ = !is_whole;
    if (is_whole) end_message();
  } else if (in_message_ && (is_tag_of(tag_, "</failure") || is_tag_of(tag_, "</skipped"))) {
    end_message();
  } else if (in_test_ && is_tag_of(tag_, k_property)) {
    properties_.add({.message = std::move(tag_)});
  } else {
    if (is_tag_of(tag_, "</properties")) end_properties();
    if (is_tag_of(tag_, "</testcase")) end_test();
    if (is_tag_of(tag_, "<testcase")) in_test_ = !is_whole;
    copy(tag_);
  }
}

void ReportCutter::end_message() {
  in_message_ = false;
  std::string text = shortened(text_.take());
  if (!is_skip_) {
    failures_.add({.message = std::move(text)});
  } else if (!skip_) {
    skip_ = std::move(text);
  }
}

void ReportCutter::end_properties() {
  for (const model::Failure& each : properties_.take()) {
    const bool is_tag = each.message.starts_with('<');
    kept_ += is_tag ? each.message : "<property name=\"...\" value=\"" + each.message + "\"/>";
  }
}

void ReportCutter::end_test() {
  in_test_ = false;
  for (const model::Failure& each : failures_.take()) append_element("failure", each.message, kept_);
  if (const auto skip = std::exchange(skip_, std::nullopt)) append_element("skipped", *skip, kept_);
}

}  // namespace trireme::execute::googletest
