// Passwords as bcrypt hashes.
#pragma once

#include <string>

namespace learn_greek {

inline constexpr int k_password_cost = 10;  // 2 to this power rounds

// A salt of its own each time. `cost` is 4 to 31. Throws std::invalid_argument for another one, and for a password that bcrypt
// would cut off (over 72 bytes, or with a zero byte).
[[nodiscard]] std::string hash_password(const std::string& password, int cost = k_password_cost);
// Takes as long as the hash says. False for what is no hash.
[[nodiscard]] bool is_password(const std::string& password, const std::string& hash);
// Was it made at a lower cost?
[[nodiscard]] bool is_outdated(const std::string& hash, int cost = k_password_cost);
// What is wrong with a new password; "" if nothing is.
[[nodiscard]] std::string weakness_of(const std::string& password, const std::string& email);

}  // namespace learn_greek
