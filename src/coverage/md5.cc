#include "coverage/md5.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

namespace trireme::coverage {

namespace {

using Words = std::array<std::uint32_t, 4>;
constexpr std::size_t k_block = 64;

constexpr int k_shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

std::array<std::uint32_t, 64> make_sines() {
  std::array<std::uint32_t, 64> sines{};
  for (std::size_t i = 0; i < sines.size(); ++i) {
    sines[i] = static_cast<std::uint32_t>(std::floor(std::abs(std::sin(static_cast<double>(i + 1))) * 4294967296.0));
  }
  return sines;
}

// What a step mixes, and which word of the block it takes.
struct Step {
  std::uint32_t mixed;
  std::size_t word;
};

Step step(std::size_t i, const Words& w) {
  switch (i / 16) {
    case 0: return {(w[1] & w[2]) | (~w[1] & w[3]), i};
    case 1: return {(w[3] & w[1]) | (~w[3] & w[2]), (5 * i + 1) % 16};
    case 2: return {w[1] ^ w[2] ^ w[3], (3 * i + 5) % 16};
    default: return {w[2] ^ (w[1] | ~w[3]), (7 * i) % 16};
  }
}

void add_block(Words& sum, const char* block) {
  static const std::array<std::uint32_t, 64> sines = make_sines();
  std::array<std::uint32_t, 16> words{};
  std::memcpy(words.data(), block, k_block);
  Words w = sum;
  for (std::size_t i = 0; i < 64; ++i) {
    const Step now = step(i, w);
    const std::uint32_t turned = std::rotl(w[0] + now.mixed + sines[i] + words[now.word], k_shifts[i / 16][i % 4]);
    w = {w[3], w[1] + turned, w[1], w[2]};
  }
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += w[i];
}

}  // namespace

std::uint64_t md5_word(std::string_view text) {
  Words sum = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  const std::size_t whole = text.size() / k_block * k_block;
  for (std::size_t at = 0; at < whole; at += k_block) add_block(sum, text.data() + at);
  std::string rest(text.substr(whole));
  rest += '\x80';
  while (rest.size() % k_block != k_block - 8) rest += '\0';
  const std::uint64_t bits = std::uint64_t{text.size()} * 8;
  rest.append(reinterpret_cast<const char*>(&bits), sizeof bits);
  for (std::size_t at = 0; at < rest.size(); at += k_block) add_block(sum, rest.data() + at);
  return sum[0] | (std::uint64_t{sum[1]} << 32);
}

}  // namespace trireme::coverage
