#include "collect/listing_parse.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>

namespace trireme::collect {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;

// Without an early end, which compilers make several bytes a step of; a listing is megabytes.
bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

// GoogleTest writes each byte from 0x80 as \u00XX where char is signed, which makes two characters of "é". Undone:
// every character back to its byte. Text with characters no byte can be was not written so.
std::string bytes_of_characters(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      bytes += text[i];
    } else if ((first == 0xc2 || first == 0xc3) && i + 1 < text.size()) {
      bytes += static_cast<char>(((first & 0x03) << 6) | (static_cast<unsigned char>(text[++i]) & 0x3f));
    } else {
      return std::string(text);
    }
  }
  return bytes;
}

class Reader {
 public:
  // A GoogleTest that writes text as it is leaves bytes from 0x80 in the file.
  explicit Reader(const std::string& json) : characters_are_bytes_(is_ascii(json)) {}

  // False: it lacks what every listing has.
  bool add_suite(const element& suite) {
    std::string_view name;
    array tests;
    if (suite["name"].get(name) || suite["testsuite"].get(tests)) return false;
    const std::string suite_name = decoded(name);
    return std::all_of(tests.begin(), tests.end(), [&](const element& test) { return add_test(suite_name, test); });
  }

  std::vector<ListedTest> take() { return std::move(tests_); }

 private:
  bool add_test(const std::string& suite, const element& test) {
    std::string_view name;
    if (test["name"].get(name)) return false;
    tests_.push_back({.suite = suite,
                      .name = decoded(name),
                      .file = text(test, "file"),
                      .line = line_of(test),
                      .type_param = text(test, "type_param"),
                      .value_param = text(test, "value_param")});
    return true;
  }

  [[nodiscard]] std::string decoded(std::string_view text) const {
    return characters_are_bytes_ ? bytes_of_characters(text) : std::string(text);
  }

  [[nodiscard]] std::string text(const element& test, const char* key) const {
    std::string_view value;
    return test[key].get(value) ? "" : decoded(value);
  }

  static int line_of(const element& test) {
    std::int64_t line = 0;
    if (test["line"].get(line) || line < 0 || line > std::numeric_limits<int>::max()) return 0;
    return static_cast<int>(line);
  }

  bool characters_are_bytes_;
  std::vector<ListedTest> tests_;
};

}  // namespace

base::Result<std::vector<ListedTest>> parse_listing(const std::string& json) {
  simdjson::dom::parser parser;
  element document;
  if (const auto error = parser.parse(json).get(document)) {
    return base::fail("is not valid JSON ({})", simdjson::error_message(error));
  }
  array suites;
  if (document["testsuites"].get(suites)) return base::fail("has no \"testsuites\"");
  Reader reader(json);
  for (const element suite : suites) {
    if (!reader.add_suite(suite)) return base::fail("has a suite or a test without a name");
  }
  return reader.take();
}

}  // namespace trireme::collect
