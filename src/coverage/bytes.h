// Numbers out of bytes that may be damaged or made to harm: what is not there throws Damaged.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "coverage/gcov_format.h"

namespace trireme::coverage {

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : size_(bytes.size()), rest_(bytes) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

  std::string_view take(std::size_t size) {
    check(size <= rest_.size());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  void skip_zeros() {
    while (!rest_.empty() && rest_.front() == '\0') rest_.remove_prefix(1);
  }

  // To the next multiple of 8 bytes.
  void fill_up() { rest_.remove_prefix(std::min((8 - (size_ - rest_.size()) % 8) % 8, rest_.size())); }

  // As it is in memory.
  template <class T>
  T value() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  // LEB128: 7 bits a byte, the lowest first.
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      check(shift < 63 || byte <= 1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      check(shift < 63);
    }
  }
  std::uint32_t number32() {
    const std::uint64_t value = number();
    check(value <= 0xffffffff);
    return static_cast<std::uint32_t>(value);
  }
  // Of things of which each takes a byte at least.
  std::size_t count() {
    const std::uint64_t value = number();
    check(value <= rest_.size());
    return value;
  }

 private:
  std::size_t size_;
  std::string_view rest_;
};

}  // namespace trireme::coverage
