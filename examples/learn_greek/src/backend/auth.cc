#include "backend/auth.h"

#include <algorithm>

namespace learn_greek {

namespace {

// Compared with when there is no such user, so that the time does not tell which addresses there are.
const std::string& hash_of_nobody(int cost) {
  static const std::string hash = hash_password("nobody has this one", cost);
  return hash;
}

template <class T>
Auth::Result<T> refused(Auth::Refusal refusal, std::string text) {
  return {std::nullopt, refusal, std::move(text)};
}

}  // namespace

bool is_email(const std::string& text) {
  const std::size_t at = text.find('@');
  if (at == std::string::npos || at == 0 || at != text.rfind('@') || text.size() > 254) return false;
  const std::string domain = text.substr(at + 1);
  const std::size_t dot = domain.find('.');
  if (dot == std::string::npos || dot == 0 || domain.back() == '.' || domain.find("..") != std::string::npos) return false;
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f || c == ',' || c == ';'; });
}

Auth::Result<User> Auth::sign_up(const std::string& email, const std::string& name, const std::string& password) {
  if (!is_email(email)) return refused<User>(Refusal::email_invalid, "this is no email address");
  if (name.find_first_not_of(' ') == std::string::npos) return refused<User>(Refusal::name_missing, "a name is needed");
  if (const std::string weakness = weakness_of(password, email); !weakness.empty()) {
    return refused<User>(Refusal::password_weak, weakness);
  }
  auto user = Users(sql_).add(email, name, hash_password(password, settings_.password_cost));
  if (!user) return refused<User>(Refusal::email_taken, "this email address has an account");
  return {std::move(user), Refusal::none, ""};
}

Auth::Result<std::string> Auth::log_in(const std::string& email, const std::string& password) {
  const long now = clock_();
  LoginFailures failures(sql_);
  if (failures.since(email, now - settings_.failure_window) >= settings_.most_failures) {
    return refused<std::string>(Refusal::too_many_failures, "too many attempts; wait a while");
  }
  const auto user = Users(sql_).find_email(email);
  if (!is_password(password, user ? user->password_hash : hash_of_nobody(settings_.password_cost)) || !user) {
    failures.add(email, now);
    return refused<std::string>(Refusal::wrong_credentials, "the email address or the password is wrong");
  }
  failures.forget(email);
  if (is_outdated(user->password_hash, settings_.password_cost)) {
    Users(sql_).set_password_hash(user->id, hash_password(password, settings_.password_cost));
  }
  return {Tokens(sql_).add(user->id, now + settings_.token_lifetime), Refusal::none, ""};
}

std::optional<User> Auth::user_of(const std::string& token) {
  const auto id = Tokens(sql_).user_of(token, clock_());
  return id ? Users(sql_).find(*id) : std::nullopt;
}

bool Auth::log_out(const std::string& token) { return Tokens(sql_).revoke(token); }

Auth::Result<User> Auth::change_password(long id, const std::string& old_password, const std::string& new_password) {
  const auto user = Users(sql_).find(id);
  if (!user || !is_password(old_password, user->password_hash)) {
    return refused<User>(Refusal::wrong_credentials, "the old password is wrong");
  }
  if (const std::string weakness = weakness_of(new_password, user->email); !weakness.empty()) {
    return refused<User>(Refusal::password_weak, weakness);
  }
  Transaction transaction(sql_);
  Users(sql_).set_password_hash(id, hash_password(new_password, settings_.password_cost));
  Tokens(sql_).revoke_all(id);
  transaction.commit();
  return {Users(sql_).find(id), Refusal::none, ""};
}

}  // namespace learn_greek
