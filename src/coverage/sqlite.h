// SQLite files, made and read in memory. The library is loaded when it is needed, as libpq is.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
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
  // Integers as they are, else text or the bytes of a blob.
  struct Column {
    std::int64_t number = 0;
    std::string text;
  };
  using Row = std::vector<Column>;

  // An empty one, or that of a file.
  static base::Result<Database> open(std::string_view file = {});
  // Several statements, none with values.
  base::Result<void> run(const std::string& sql);
  // One, with a value for each '?'. Calls `use` with each row of what comes of it.
  base::Result<void> run(const std::string& sql, const std::vector<Value>& values,
                         const std::function<void(const Row&)>& use = {});
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
