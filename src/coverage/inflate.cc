#include "coverage/inflate.h"

#include "base/library.h"
#include "coverage/bytes.h"

namespace trireme::coverage {

namespace {

constexpr std::size_t k_most = 1UL << 28;        // bytes
constexpr std::size_t k_most_for_a_byte = 1100;  // of what zlib packs

// zlib's uncompress, which is 0 when all went well.
using Uncompress = int (*)(unsigned char*, unsigned long*, const unsigned char*, unsigned long);

// It is part of every Debian.
Uncompress uncompress() {
  static const Uncompress found = [] {
    Uncompress function = nullptr;
    base::Library("libz.so.1").find("uncompress", function);
    return function;
  }();
  return found;
}

}  // namespace

std::string inflated(std::string_view packed, std::size_t size) {
  check(size <= k_most && size / k_most_for_a_byte <= packed.size() && uncompress() != nullptr);
  std::string text(size, '\0');
  unsigned long got = size;
  check(uncompress()(reinterpret_cast<unsigned char*>(text.data()), &got, reinterpret_cast<const unsigned char*>(packed.data()),
                     packed.size()) == 0);
  check(got == size);
  return text;
}

std::string take_text(Bytes& bytes) {
  const std::uint64_t size = bytes.number();
  const std::uint64_t packed = bytes.number();
  return packed == 0 ? std::string(bytes.take(size)) : inflated(bytes.take(packed), size);
}

}  // namespace trireme::coverage
