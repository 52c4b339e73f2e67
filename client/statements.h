// As much of SQL as it takes to see BEGIN and COMMIT: where a statement ends, and which word it begins with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trireme::detail {

// Those that are not empty, without the semicolons. What is quoted, commented, or the body of a function is not looked into.
std::vector<std::string> statements_of(std::string_view sql);

enum class Control { none, begin, commit, roll_back, two_phase };

// What a statement does to the transaction. SAVEPOINT, ROLLBACK TO and RELEASE do nothing to it.
Control control_of(std::string_view statement);

// Of a BEGIN: does it ask for a transaction that only reads?
bool is_read_only(std::string_view begin);
// Of a COMMIT or ROLLBACK: does another transaction begin at once?
bool is_chained(std::string_view end);

}  // namespace trireme::detail
