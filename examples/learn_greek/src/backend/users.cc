#include "backend/users.h"

#include <sys/random.h>

#include <array>

namespace learn_greek {

namespace {

constexpr const char* k_columns = "id, email, name, password_hash";

std::optional<User> user_of_row(const Rows& rows) {
  if (rows.empty()) return std::nullopt;
  const Row& row = rows[0];
  return User{to_number(row[0]), row[1].value(), row[2].value(), row[3].value()};
}

std::string random_hexadecimal() {
  std::array<unsigned char, 32> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("no random bytes");
  std::string text;
  for (const unsigned char each : bytes) text += {"0123456789abcdef"[each / 16], "0123456789abcdef"[each % 16]};
  return text;
}

}  // namespace

std::optional<User> Users::add(const std::string& email, const std::string& name, const std::string& password_hash) {
  return user_of_row(sql_.execute(std::string("INSERT INTO users (email, name, password_hash) VALUES ($1, $2, $3) "
                                              "ON CONFLICT (email) DO NOTHING RETURNING ") +
                                      k_columns,
                                  {email, name, password_hash}));
}

std::optional<User> Users::find(long id) {
  return user_of_row(sql_.execute(std::string("SELECT ") + k_columns + " FROM users WHERE id = $1", {std::to_string(id)}));
}

std::optional<User> Users::find_email(const std::string& email) {
  return user_of_row(sql_.execute(std::string("SELECT ") + k_columns + " FROM users WHERE email = $1::citext", {email}));
}

bool Users::rename(long id, const std::string& name) {
  return !sql_.execute("UPDATE users SET name = $2 WHERE id = $1 RETURNING id", {std::to_string(id), name}).empty();
}

bool Users::set_password_hash(long id, const std::string& hash) {
  return !sql_.execute("UPDATE users SET password_hash = $2 WHERE id = $1 RETURNING id", {std::to_string(id), hash}).empty();
}

bool Users::remove(long id) {
  return !sql_.execute("DELETE FROM users WHERE id = $1 RETURNING id", {std::to_string(id)}).empty();
}

void Users::set_goal(long id, int answers) {
  if (answers == 0) {
    sql_.execute("DELETE FROM goals WHERE user_id = $1", {std::to_string(id)});
  } else {
    sql_.execute("INSERT INTO goals VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET answers_a_day = excluded.answers_a_day",
                 {std::to_string(id), std::to_string(answers)});
  }
}

std::optional<int> Users::goal(long id) {
  const Rows rows = sql_.execute("SELECT answers_a_day FROM goals WHERE user_id = $1", {std::to_string(id)});
  if (rows.empty()) return std::nullopt;
  return static_cast<int>(number_of(rows));
}

std::string Tokens::add(long user, long expires) {
  std::string token = random_hexadecimal();
  sql_.execute("INSERT INTO tokens VALUES (sha256(convert_to($1, 'UTF8')), $2, $3)",
               {token, std::to_string(user), std::to_string(expires)});
  return token;
}

std::optional<long> Tokens::user_of(const std::string& token, long now) {
  const Rows rows = sql_.execute("SELECT user_id FROM tokens WHERE hash = sha256(convert_to($1, 'UTF8')) AND expires > $2",
                                 {token, std::to_string(now)});
  if (rows.empty()) return std::nullopt;
  return number_of(rows);
}

bool Tokens::revoke(const std::string& token) {
  return !sql_.execute("DELETE FROM tokens WHERE hash = sha256(convert_to($1, 'UTF8')) RETURNING user_id", {token}).empty();
}

int Tokens::revoke_all(long user) {
  return static_cast<int>(sql_.execute("DELETE FROM tokens WHERE user_id = $1 RETURNING 1", {std::to_string(user)}).size());
}

int Tokens::purge(long now) {
  return static_cast<int>(sql_.execute("DELETE FROM tokens WHERE expires <= $1 RETURNING 1", {std::to_string(now)}).size());
}

void LoginFailures::add(const std::string& email, long now) {
  sql_.execute("INSERT INTO login_failures (email, at) VALUES ($1, $2)", {email, std::to_string(now)});
}

int LoginFailures::since(const std::string& email, long then) {
  return static_cast<int>(number_of(sql_.execute("SELECT count(*) FROM login_failures WHERE email = $1::citext AND at >= $2",
                                                 {email, std::to_string(then)})));
}

void LoginFailures::forget(const std::string& email) {
  sql_.execute("DELETE FROM login_failures WHERE email = $1::citext", {email});
}

}  // namespace learn_greek
