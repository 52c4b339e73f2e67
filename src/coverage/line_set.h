// A set of line numbers, as coverage.py stores them ("numbits"): a bit for each line.
#pragma once

#include <cstdint>
#include <string>

namespace trireme::coverage {

class LineSet {
 public:
  LineSet() = default;
  explicit LineSet(std::string bytes) : bytes_(std::move(bytes)) {}

  void add(std::uint32_t line) {
    if (line / 8 >= bytes_.size()) bytes_.resize(line / 8 + 1);
    bytes_[line / 8] = static_cast<char>(bytes_[line / 8] | bit(line));
  }
  void add(const LineSet& more) {
    if (bytes_.size() < more.bytes_.size()) bytes_.resize(more.bytes_.size());
    for (std::size_t i = 0; i < more.bytes_.size(); ++i) bytes_[i] = static_cast<char>(bytes_[i] | more.bytes_[i]);
  }
  [[nodiscard]] bool contains(std::uint32_t line) const {
    return line / 8 < bytes_.size() && (bytes_[line / 8] & bit(line)) != 0;
  }
  // The byte n / 8 has the line n.
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  bool operator==(const LineSet&) const = default;

 private:
  static char bit(std::uint32_t line) { return static_cast<char>(1U << line % 8); }

  std::string bytes_;
};

}  // namespace trireme::coverage
