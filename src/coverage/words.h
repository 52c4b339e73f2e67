// The words that gcc's coverage files are made of, out of bytes that may be damaged or made to harm: nothing is read past the
// end, and once something was missing all that follows reads as nothing.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace trireme::coverage {

class Words {
 public:
  // gcc 12 and newer count the length of texts and records in bytes, older ones in words.
  Words(std::string_view bytes, bool counts_bytes) : rest_(bytes), counts_bytes_(counts_bytes) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

  std::uint32_t word() {
    std::uint32_t value = 0;
    if (rest_.size() < sizeof value) {
      take(sizeof value);
    } else {
      std::memcpy(&value, rest_.data(), sizeof value);
      rest_.remove_prefix(sizeof value);
    }
    return value;
  }

  std::int64_t counter() {
    const std::uint64_t low = word();
    return static_cast<std::int64_t>(low | (static_cast<std::uint64_t>(word()) << 32));
  }

  // Without the NULs it is filled up with.
  std::string_view text() { return unfilled(filled_text()); }
  std::string_view filled_text() { return take(scaled(word())); }
  static std::string_view unfilled(std::string_view text) { return text.substr(0, text.find('\0')); }

  // What a record of this length holds, and is skipped here.
  Words record(std::uint32_t length) { return {take(scaled(length)), counts_bytes_}; }

 private:
  [[nodiscard]] std::size_t scaled(std::uint32_t length) const { return std::size_t{length} * (counts_bytes_ ? 1 : 4); }

  std::string_view take(std::size_t size) {
    good_ = good_ && size <= rest_.size();
    if (!good_) size = rest_.size();
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return good_ ? bytes : std::string_view{};
  }

  std::string_view rest_;
  bool counts_bytes_;
  bool good_ = true;
};

}  // namespace trireme::coverage
