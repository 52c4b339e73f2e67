// What fuzzers share: the input as text, in pieces, and as a file.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/fd.h"

namespace trireme::fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

// What must hold, whatever the input.
inline void check(bool holds) {
  if (!holds) std::abort();
}

// Takes the next piece off: up to a byte that ends pieces.
inline std::string_view take_piece(std::string_view& rest, char end) {
  const std::size_t size = rest.find(end);
  const std::string_view piece = rest.substr(0, size);
  rest.remove_prefix(size == std::string_view::npos ? rest.size() : size + 1);
  return piece;
}

// A file in memory that holds the text.
class File {
 public:
  explicit File(std::string_view text) : file_(memfd_create("fuzz", MFD_CLOEXEC)) {
    check(base::write_all(file_.get(), text.data(), text.size()));
  }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(file_.get()); }

 private:
  base::Fd file_;
};

}  // namespace trireme::fuzz
