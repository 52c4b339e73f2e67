// Users, the tokens they are known by, and failed attempts to log in.
#pragma once

#include <optional>
#include <string>

#include "backend/sql.h"

namespace learn_greek {

struct User {
  long id = 0;
  std::string email;
  std::string name;
  std::string password_hash;
};

class Users {
 public:
  explicit Users(Sql& sql) : sql_(sql) {}
  // None if the address is taken, in whatever case.
  std::optional<User> add(const std::string& email, const std::string& name, const std::string& password_hash);
  std::optional<User> find(long id);
  std::optional<User> find_email(const std::string& email);
  bool rename(long id, const std::string& name);
  bool set_password_hash(long id, const std::string& hash);
  // With all that is the user's.
  bool remove(long id);
  // How many answers a day; 0 takes the goal away.
  void set_goal(long id, int answers);
  std::optional<int> goal(long id);

 private:
  Sql& sql_;
};

// The database has hashes of them only. Times are seconds since 1970.
class Tokens {
 public:
  explicit Tokens(Sql& sql) : sql_(sql) {}
  std::string add(long user, long expires);  // 64 hexadecimal digits
  std::optional<long> user_of(const std::string& token, long now);
  bool revoke(const std::string& token);
  int revoke_all(long user);
  int purge(long now);

 private:
  Sql& sql_;
};

class LoginFailures {
 public:
  explicit LoginFailures(Sql& sql) : sql_(sql) {}
  void add(const std::string& email, long now);
  int since(const std::string& email, long then);
  void forget(const std::string& email);

 private:
  Sql& sql_;
};

}  // namespace learn_greek
