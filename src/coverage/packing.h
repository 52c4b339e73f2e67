// Numbers of eight bytes, texts after their length, lists after theirs: how the map of tests is written and read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "coverage/bytes.h"

namespace trireme::coverage {

class Packer {
 public:
  void put(std::uint64_t number) { text_.append(reinterpret_cast<const char*>(&number), sizeof number); }
  void put(const std::string& text) {
    put(text.size());
    text_ += text;
  }
  template <typename List, typename Put>
  void put_all(const List& list, const Put& put_one) {
    put(list.size());
    for (const auto& each : list) put_one(each);
  }
  void put_texts(const std::vector<std::string>& texts) {
    put_all(texts, [this](const std::string& each) { put(each); });
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// Throws Damaged.
class Unpacker {
 public:
  explicit Unpacker(std::string_view text) : from_(text) {}

  std::uint64_t number() { return from_.value<std::uint64_t>(); }
  std::string text() { return std::string(from_.take(number())); }
  template <typename Each>
  void all(const Each& each) {
    for (std::uint64_t count = number(); count > 0; --count) each();
  }
  std::vector<std::string> texts() {
    std::vector<std::string> result;
    all([&] { result.push_back(text()); });
    return result;
  }
  [[nodiscard]] bool at_end() const { return from_.at_end(); }

 private:
  Bytes from_;
};

}  // namespace trireme::coverage
