#include "coverage/sqlite_report.h"

#include <fmt/chrono.h>

#include <algorithm>

#include "base/text.h"
#include "coverage/sqlite.h"

namespace trireme::coverage {

namespace {

// Version 7, of coverage.py 5 to 7.
constexpr const char* k_schema = R"sql(
BEGIN;
CREATE TABLE coverage_schema (version integer);
INSERT INTO coverage_schema VALUES (7);
CREATE TABLE meta (key text, value text, unique (key));
CREATE TABLE file (id integer primary key, path text, unique (path));
CREATE TABLE context (id integer primary key, context text, unique (context));
CREATE TABLE line_bits (file_id integer, context_id integer, numbits blob, foreign key (file_id) references file (id),
  foreign key (context_id) references context (id), unique (file_id, context_id));
CREATE TABLE arc (file_id integer, context_id integer, fromno integer, tono integer, foreign key (file_id) references file (id),
  foreign key (context_id) references context (id), unique (file_id, context_id, fromno, tono));
CREATE TABLE tracer (file_id integer primary key, tracer text, foreign key (file_id) references file (id));
)sql";

std::map<Context, LineSet> contexts_of(const Report& report, const CoveredFile& file) {
  if (!report.contexts.empty()) return file.by_context;
  LineSet all;
  for (const CoveredLine& each : file.lines) {
    if (each.ran()) all.add(each.number);
  }
  return {{0, all}};
}

// Texts are UTF-8, whatever names are: coverage.py reads none of them otherwise.
class Writer {
 public:
  Writer(const Report& report, Database& database) : report_(report), database_(database) {}

  base::Result<void> write() {
    if (auto made = database_.run(k_schema); !made) return made;
    add("INSERT INTO meta VALUES (?, ?)", {"has_arcs", "0"});
    add("INSERT INTO meta VALUES (?, ?)", {"version", "trireme " TRIREME_VERSION});
    add("INSERT INTO meta VALUES (?, ?)", {"when", fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(report_.time))});
    for (std::size_t i = 0; i < std::max<std::size_t>(report_.contexts.size(), 1); ++i) {
      const std::string name = report_.contexts.empty() ? "" : base::printable(report_.contexts[i]);
      add("INSERT INTO context VALUES (?, ?)", {static_cast<std::int64_t>(i + 1), name});
    }
    for (std::size_t i = 0; i < report_.files.size(); ++i) add_file(report_.files[i], static_cast<std::int64_t>(i + 1));
    return done_ ? database_.run("COMMIT") : done_;
  }

 private:
  void add_file(const CoveredFile& file, std::int64_t id) {
    add("INSERT INTO file VALUES (?, ?)", {id, base::printable(file.path)});
    for (const auto& [context, lines] : contexts_of(report_, file)) {
      add("INSERT INTO line_bits VALUES (?, ?, ?)", {id, std::int64_t{context} + 1, Blob{lines.bytes()}});
    }
  }

  void add(const std::string& sql, const std::vector<Database::Value>& values) {
    if (done_) done_ = database_.run(sql, values);
  }

  const Report& report_;
  Database& database_;
  base::Result<void> done_;  // so far
};

}  // namespace

base::Result<std::string> sqlite_file(const Report& report) {
  TRY(Database database, Database::open());
  if (auto written = Writer(report, database).write(); !written) return tl::unexpected(written.error());
  return database.file();
}

}  // namespace trireme::coverage
