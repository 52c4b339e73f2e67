// MD5, by which clang's coverage refers to names: their first 8 bytes. It protects nothing.
#pragma once

#include <cstdint>
#include <string_view>

namespace trireme::coverage {

std::uint64_t md5_word(std::string_view text);

}  // namespace trireme::coverage
