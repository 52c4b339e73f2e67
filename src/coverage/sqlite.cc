#include "coverage/sqlite.h"

#include <sqlite3.h>

#include "base/library.h"

namespace trireme::coverage {

namespace {

struct Library {
  decltype(&sqlite3_open_v2) open = nullptr;
  decltype(&sqlite3_close_v2) close = nullptr;
  decltype(&sqlite3_exec) execute = nullptr;
  decltype(&sqlite3_errmsg) error = nullptr;
  decltype(&sqlite3_prepare_v2) prepare = nullptr;
  decltype(&sqlite3_finalize) finalize = nullptr;
  decltype(&sqlite3_step) step = nullptr;
  decltype(&sqlite3_reset) reset = nullptr;
  decltype(&sqlite3_bind_int64) bind_number = nullptr;
  decltype(&sqlite3_bind_text) bind_text = nullptr;
  decltype(&sqlite3_bind_blob) bind_blob = nullptr;
  decltype(&sqlite3_serialize) serialize = nullptr;
  decltype(&sqlite3_free) free = nullptr;
};

bool find_all(const base::Library& library, Library& all) {
  return library.find("sqlite3_open_v2", all.open) && library.find("sqlite3_close_v2", all.close) &&
         library.find("sqlite3_exec", all.execute) && library.find("sqlite3_errmsg", all.error) &&
         library.find("sqlite3_prepare_v2", all.prepare) && library.find("sqlite3_finalize", all.finalize) &&
         library.find("sqlite3_step", all.step) && library.find("sqlite3_reset", all.reset) &&
         library.find("sqlite3_bind_int64", all.bind_number) && library.find("sqlite3_bind_text", all.bind_text) &&
         library.find("sqlite3_bind_blob", all.bind_blob) &&

         library.find("sqlite3_serialize", all.serialize) && library.find("sqlite3_free", all.free);
}

base::Result<Library> load() {
  const base::Library library("libsqlite3.so.0");
  Library all;
  if (find_all(library, all)) return all;
  return base::fail("cannot use SQLite ({}); install libsqlite3-0, 3.36 or newer", dlerror());
}

const base::Result<Library>& loaded() {
  static const base::Result<Library> library = load();
  return library;
}

// Once it is known to be there.
const Library& lib() { return *loaded(); }

// `value` outlives the statement's next reset.
void bind(sqlite3_stmt* statement, int index, const Database::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) lib().bind_number(statement, index, *number);
  if (const auto* text = std::get_if<std::string>(&value))
    lib().bind_text(statement, index, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
  if (const auto* blob = std::get_if<Blob>(&value))
    lib().bind_blob(statement, index, blob->bytes.data(), static_cast<int>(blob->bytes.size()), SQLITE_STATIC);
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const { lib().close(database); }
void Database::Finalize::operator()(sqlite3_stmt* statement) const { lib().finalize(statement); }

base::Result<Database> Database::open() {
  if (!loaded()) return tl::unexpected(loaded().error());
  sqlite3* raw = nullptr;
  const int opened = lib().open(":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(raw);
  if (opened != SQLITE_OK) return database.failure();
  return database;
}

base::Result<void> Database::run(const std::string& sql) {
  if (lib().execute(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure();
  return {};
}

base::Result<void> Database::run(const std::string& sql, const std::vector<Value>& values) {
  TRY(sqlite3_stmt* const statement, prepared(sql));
  for (std::size_t i = 0; i < values.size(); ++i) bind(statement, static_cast<int>(i + 1), values[i]);
  const int came = lib().step(statement);
  lib().reset(statement);
  if (came != SQLITE_DONE) return failure();
  return {};
}

base::Result<std::string> Database::file() const {
  sqlite3_int64 size = 0;
  unsigned char* bytes = lib().serialize(database_.get(), "main", &size, 0);
  if (bytes == nullptr) return base::fail("there is no memory for it");
  std::string text(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  lib().free(bytes);
  return text;
}

base::Result<sqlite3_stmt*> Database::prepared(const std::string& sql) {
  auto& statement = statements_[sql];
  if (statement) return statement.get();
  sqlite3_stmt* raw = nullptr;
  if (lib().prepare(database_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return failure();
  statement.reset(raw);
  return raw;
}

tl::unexpected<base::Error> Database::failure() const { return base::fail("SQLite says: {}", lib().error(database_.get())); }

}  // namespace trireme::coverage
