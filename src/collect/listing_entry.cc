#include "collect/listing_entry.h"

#include <charconv>
#include <vector>

#include "base/hash.h"

namespace trireme::collect {

namespace {

constexpr std::string_view k_format = "trireme listing 1";
constexpr std::size_t k_other_texts = 4;  // format, key, fail-fast; and the checksum after them
constexpr std::size_t k_texts_of_test = 6;

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find('\0'); end != std::string_view::npos; end = text.find('\0')) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return parts;
}

}  // namespace

std::string write_entry(const std::string& key, const Listing& listing) {
  std::string text;
  const auto put = [&](std::string_view part) { (text += part) += '\0'; };
  put(k_format);
  put(key);
  put(listing.has_fail_fast ? "fail_fast" : "");
  for (const ListedTest& test : listing.tests) {
    for (const std::string_view part : {std::string_view(test.suite), std::string_view(test.name), std::string_view(test.file),
                                        std::string_view(test.type_param), std::string_view(test.value_param)}) {
      put(part);
    }
    put(std::to_string(test.line));
  }
  put(base::hash(text));
  return text;
}

std::optional<Listing> read_entry(std::string_view text, const std::string& key) {
  const auto parts = split(text);
  if (parts.size() < k_other_texts || (parts.size() - k_other_texts) % k_texts_of_test != 0) return {};
  const std::size_t checked = text.size() - parts.back().size() - 1;
  if (parts[0] != k_format || parts[1] != key || parts.back() != base::hash(text.substr(0, checked))) return {};
  Listing listing{.has_fail_fast = !parts[2].empty()};
  for (std::size_t i = k_other_texts - 1; i + k_texts_of_test < parts.size(); i += k_texts_of_test) {
    ListedTest& test = listing.tests.emplace_back();
    test.suite = parts[i];
    test.name = parts[i + 1];
    test.file = parts[i + 2];
    test.type_param = parts[i + 3];
    test.value_param = parts[i + 4];
    std::from_chars(parts[i + 5].data(), parts[i + 5].data() + parts[i + 5].size(), test.line);
  }
  return listing;
}

}  // namespace trireme::collect
