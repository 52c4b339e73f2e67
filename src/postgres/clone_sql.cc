#include "postgres/clone_sql.h"

#include "client/database_sql.h"
#include "postgres/connection.h"

namespace trireme::postgres {

std::string copy_settings_sql(const std::string& source, const std::string& clone, const std::string& mark) {
  return detail::copy_settings_sql(quoted_literal(source), quoted_literal(clone), quoted_literal(mark));
}

std::string comment_sql(const std::string& database, const std::string& comment) {
  return "COMMENT ON DATABASE " + quoted_name(database) + " IS " + quoted_literal(comment);
}

}  // namespace trireme::postgres
