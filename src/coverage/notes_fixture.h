// For tests: .gcno files, word by word.
#pragma once

#include <cstdint>
#include <string>

#include "coverage/gcov_format.h"

namespace trireme::coverage {

class NotesWriter {
 public:
  NotesWriter& word(std::uint32_t value) {
    text_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  NotesWriter& text(const std::string& value) {
    word(static_cast<std::uint32_t>(value.size()) + 1);
    text_ += value;
    text_ += '\0';
    return *this;
  }
  NotesWriter& record(std::uint32_t tag, const NotesWriter& content) {
    word(tag).word(static_cast<std::uint32_t>(content.text_.size()));
    text_ += content.text_;
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return text_; }

 private:
  std::string text_;
};

// Of gcc 12.2.
inline constexpr std::uint32_t k_fixture_version = 0x4232322a;
inline constexpr std::uint32_t k_fixture_stamp = 77;
inline NotesWriter opening_of_notes(const std::string& directory = "/work") {
  return NotesWriter().word(k_notes_magic).word(k_fixture_version).word(k_fixture_stamp).word(0).text(directory).word(1);
}

}  // namespace trireme::coverage
