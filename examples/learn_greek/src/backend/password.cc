#include "backend/password.h"

#include <crypt.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <stdexcept>

namespace learn_greek {

namespace {

constexpr std::size_t k_shortest = 8;
constexpr std::size_t k_longest = 72;  // bcrypt does not look at what follows

bool is_hash(const std::string& text) {
  return text.size() == 60 && (text.rfind("$2b$", 0) == 0 || text.rfind("$2y$", 0) == 0);
}

// "" if libcrypt refuses.
std::string crypted(const std::string& password, const std::string& setting) {
  crypt_data data{};
  const char* const result = crypt_r(password.c_str(), setting.c_str(), &data);
  return result != nullptr && result[0] != '*' ? result : "";
}

// All of it, whatever the first byte is that differs.
bool same(const std::string& left, const std::string& right) {
  unsigned char differences = left.size() == right.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    differences = static_cast<unsigned char>(differences | (left[i] ^ right[i]));
  }
  return differences == 0;
}

std::string lower_ascii(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool cannot_be_hashed(const std::string& password) {
  return password.size() > k_longest || password.find('\0') != std::string::npos;
}

}  // namespace

std::string hash_password(const std::string& password, int cost) {
  if (cannot_be_hashed(password)) throw std::invalid_argument("a password has at most 72 bytes, none of them zero");
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  if (cost < 4 || cost > 31 ||
      crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost), nullptr, 0, setting.data(),
                       static_cast<int>(setting.size())) == nullptr) {
    throw std::invalid_argument("bcrypt has no cost " + std::to_string(cost));
  }
  return crypted(password, setting.data());
}

bool is_password(const std::string& password, const std::string& hash) {
  return is_hash(hash) && !cannot_be_hashed(password) && same(crypted(password, hash), hash);
}

bool is_outdated(const std::string& hash, int cost) { return !is_hash(hash) || std::stoi(hash.substr(4, 2)) < cost; }

std::string weakness_of(const std::string& password, const std::string& email) {
  if (password.size() < k_shortest) return "a password has at least 8 bytes";
  if (cannot_be_hashed(password)) return "a password has at most 72 bytes, none of them zero";
  if (std::set<char>(password.begin(), password.end()).size() < 4) return "a password has at least 4 different characters";
  if (lower_ascii(password) == lower_ascii(email)) return "a password is not the email address";
  static const std::set<std::string> k_common = {"password", "12345678", "123456789", "qwertyuiop", "password1", "letmein123"};
  if (k_common.count(lower_ascii(password)) != 0) return "this password is one of those that are tried first";
  return "";
}

}  // namespace learn_greek
