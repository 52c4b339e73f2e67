// How databases of ours are told from others on a server that is not ours alone: by name and comment, and by the key of the run
// that made them.
#pragma once

#include <cstdint>
#include <string>

namespace trireme::postgres {

// 64 bits at random, 16 hexadecimal digits.
std::string new_run_key();

// The name of a run's database.
std::string run_database(const std::string& key, const std::string& part);
// The name of a template that all runs may use.
std::string shared_template(const std::string& hash);
bool is_shared_template(const std::string& name);

// First lines of comments. A run's databases are dropped when it is dead; kept ones and templates are not.
std::string run_mark(const std::string& key);
std::string kept_mark(const std::string& why);
inline constexpr const char* k_template_mark = "trireme template";

// The condition, in SQL, that a row `d` of pg_database is a run's, by name and comment; its key is k_key_sql.
inline constexpr const char* k_of_run_sql =
    "d.datname ~ '^trireme_[0-9a-f]{16}_' AND "
    "starts_with(shobj_description(d.oid, 'pg_database'), 'trireme run ' || substr(d.datname, 9, 16))";
// … that a row of pg_database is such a template's, by its comment.
inline constexpr const char* k_shared_sql = "starts_with(shobj_description(oid, 'pg_database'), 'trireme template')";
inline constexpr const char* k_key_sql = "substr(d.datname, 9, 16)";
// All keys that are held, as a list for IN: those of live runs. An advisory lock is seen there from every database, while one
// that one tries to take is not.
inline constexpr const char* k_live_keys_sql =
    "(SELECT lpad(to_hex((classid::bigint << 32) | objid::bigint), 16, '0') FROM pg_locks "
    "WHERE locktype = 'advisory' AND objsubid = 1 AND granted)";
// How the sessions of a run are called.
std::string session_name(const std::string& key);
// The key as the number that is locked.
std::int64_t lock_number(const std::string& key);

}  // namespace trireme::postgres
