// What CREATE DATABASE does not copy from a template.
#pragma once

#include <string>

namespace trireme::postgres {

// One statement that gives `clone` the settings (of the database, and of roles in it), owner, privileges, connection limit
// and comment of `source`. `mark`: takes the place of the first line of the comment, which then is ours; "" = of none.
std::string copy_settings_sql(const std::string& source, const std::string& clone, const std::string& mark);

std::string comment_sql(const std::string& database, const std::string& comment);

}  // namespace trireme::postgres
