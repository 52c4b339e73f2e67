#include "postgres/clone_sql.h"

#include "client/clone_sql.h"
#include "postgres/connection.h"

namespace trireme::postgres {

std::string copy_settings_sql(const std::string& source, const std::string& clone) {
  return detail::copy_settings_sql(quoted_literal(source), quoted_literal(clone));
}

}  // namespace trireme::postgres
