// What CREATE DATABASE does not copy from a template.
#pragma once

#include <string>

namespace trireme::postgres {

// One statement that gives `clone` the settings (of the database, and of roles in it), owner, privileges, connection limit
// and comment of `source`.
std::string copy_settings_sql(const std::string& source, const std::string& clone);

}  // namespace trireme::postgres
