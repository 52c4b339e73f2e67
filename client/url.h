// Connection strings: another database, a name for the application.
#pragma once

#include <string>

namespace trireme::detail {

// As a URL, whichever form it had, with an application_name if it had none, and another database unless that is "".
// DatabaseError when libpq does not understand it.
std::string url_with(const std::string& url, const std::string& application, const std::string& database = "");

// '…' and "…", for SQL.
std::string quoted_literal(const std::string& text);
std::string quoted_name(const std::string& text);

}  // namespace trireme::detail
