// Who is it? Accounts, logging in and out, and how often somebody may guess.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "backend/password.h"
#include "backend/sql.h"
#include "backend/users.h"

namespace learn_greek {

using Clock = std::function<long()>;  // seconds since 1970

struct AuthSettings {
  int password_cost = k_password_cost;
  long token_lifetime = 14L * 24 * 3600;  // seconds
  int most_failures = 5;
  long failure_window = 15L * 60;  // seconds
};

class Auth {
 public:
  enum class Refusal { none, email_invalid, name_missing, password_weak, email_taken, wrong_credentials, too_many_failures };
  template <class T>
  struct Result {
    std::optional<T> value;
    Refusal refusal = Refusal::none;
    std::string text;  // for people
  };

  Auth(Sql& sql, Clock clock, AuthSettings settings = {}) : sql_(sql), clock_(std::move(clock)), settings_(settings) {}

  Result<User> sign_up(const std::string& email, const std::string& name, const std::string& password);
  // A token. After too many failures nothing is compared, whatever the password; a hash of a lower cost is replaced.
  Result<std::string> log_in(const std::string& email, const std::string& password);
  std::optional<User> user_of(const std::string& token);
  bool log_out(const std::string& token);
  // Ends all sessions of the user.
  Result<User> change_password(long user, const std::string& old_password, const std::string& new_password);

 private:
  Sql& sql_;
  Clock clock_;
  AuthSettings settings_;
};

[[nodiscard]] bool is_email(const std::string& text);

}  // namespace learn_greek
