// SQLite files, made in memory. The library is loaded when it is needed, as libpq is.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace trireme::coverage {

struct Blob {
  std::string bytes;
};

class [[nodiscard]] Database {
 public:
  using Value = std::variant<std::int64_t, std::string, Blob>;

  // An empty one.
  static base::Result<Database> open();
  // Several statements, none with values.
  base::Result<void> run(const std::string& sql);
  // One, with a value for each '?', of which no rows come.
  base::Result<void> run(const std::string& sql, const std::vector<Value>& values);
  // As a file.
  [[nodiscard]] base::Result<std::string> file() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}
  [[nodiscard]] base::Result<sqlite3_stmt*> prepared(const std::string& sql);
  [[nodiscard]] tl::unexpected<base::Error> failure() const;

  std::unique_ptr<sqlite3, Close> database_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace trireme::coverage
