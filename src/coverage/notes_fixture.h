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

// A function of a.cc, with checksums 2 and 3: one block on one line. The arc into it is counted, and that out of it if there
// are to be two counters.
inline NotesWriter& add_function(NotesWriter& notes, std::uint32_t ident, std::uint32_t line, std::uint32_t counters) {
  return notes
      .record(k_tag_function,
              NotesWriter().word(ident).word(2).word(3).text("f").word(0).text("a.cc").word(line).word(0).word(line).word(0))
      .record(k_tag_blocks, NotesWriter().word(3))
      .record(k_tag_arcs, NotesWriter().word(0).word(2).word(0))
      .record(k_tag_arcs, NotesWriter().word(2).word(1).word(counters == 2 ? 0 : 1))
      .record(k_tag_lines, NotesWriter().word(2).word(0).text("a.cc").word(line).word(0).word(0));
}

}  // namespace trireme::coverage
