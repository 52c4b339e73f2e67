// What CREATE DATABASE does not copy from a template, and what we write on databases.
#pragma once

#include <string>

namespace trireme::postgres {

// One statement that gives `clone` the settings (of the database, and of roles in it), owner, privileges, connection limit
// and comment of `source`. `mark`: takes the place of the first line of the comment, which then is ours; "" = of none.
std::string copy_settings_sql(const std::string& source, const std::string& clone, const std::string& mark);

// One that gives a database a first line of its comment; what the user's schema says of it comes after that.
std::string marking_sql(const std::string& database, const std::string& mark);

// Parts of a block: that, and a new name.
std::string marking(const std::string& database, const std::string& mark);
std::string renaming(const std::string& from, const std::string& to);
// All of these, or none of them.
std::string block_sql(const std::string& parts);

}  // namespace trireme::postgres
