#include "postgres/clone_sql.h"

#include "client/database_sql.h"
#include "postgres/connection.h"

namespace trireme::postgres {

std::string copy_settings_sql(const std::string& source, const std::string& clone, const std::string& mark) {
  return detail::copy_settings_sql(quoted_literal(source), quoted_literal(clone), quoted_literal(mark));
}

std::string marking_sql(const std::string& database, const std::string& mark) { return block_sql(marking(database, mark)); }

std::string marking(const std::string& database, const std::string& mark) {
  const std::string name = quoted_literal(database);
  const std::string comment = detail::marked_sql("shobj_description(oid, 'pg_database')", quoted_literal(mark));
  return "EXECUTE format('COMMENT ON DATABASE %I IS %L', " + name + ", (SELECT " + comment +
         " FROM pg_catalog.pg_database WHERE datname = " + name + ")); ";
}

std::string renaming(const std::string& from, const std::string& to) {
  return "ALTER DATABASE " + quoted_name(from) + " RENAME TO " + quoted_name(to) + "; ";
}

std::string block_sql(const std::string& parts) { return "DO " + quoted_literal("BEGIN " + parts + "END"); }

}  // namespace trireme::postgres
