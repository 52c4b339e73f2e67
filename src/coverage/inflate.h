// What zlib has packed, as clang packs names.
#pragma once

#include <string>
#include <string_view>

namespace trireme::coverage {

// Throws Damaged. `size`: of the result.
std::string inflated(std::string_view packed, std::size_t size);

// The next text: its size, that of it packed or 0 if it is not, and its bytes.
class Bytes;
std::string take_text(Bytes& bytes);

}  // namespace trireme::coverage
