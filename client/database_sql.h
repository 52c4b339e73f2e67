// The SQL with which databases are copied and dropped, used by the runner and by the library for tests.
#pragma once

#include <string>

namespace trireme::detail {

// How CREATE DATABASE is to copy: files are quicker than a log of their pages, but where the server waits for the disk. Before
// PostgreSQL 15 there was no other way.
inline const char* strategy_sql(int server_version, bool by_files) {
  return by_files && server_version >= 150000 ? " STRATEGY file_copy" : "";
}

// Those that are still in the database $1 are told to end: to be said until it answers with none. An autovacuum worker, which
// is nobody's, makes way by itself. (The view pg_stat_activity takes longer to be planned than this takes at all.)
inline constexpr const char* k_end_sessions_sql =
    "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_get_activity(NULL) WHERE usesysid IS NOT NULL AND "
    "datid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = $1)";

// A database's comment, the expression `comment`, with the expression `mark` for its first line; another mark goes.
inline std::string marked_sql(const std::string& comment, const std::string& mark) {
  return mark + " || CASE WHEN starts_with(" + comment + ", 'trireme ') THEN coalesce(substring(" + comment +
         R"( from E'\n.*$'), '') ELSE coalesce(E'\n' || )" + comment + ", '') END";
}

// What CREATE DATABASE does not copy. Settings that are lists are kept as they were quoted, and cannot be given as one literal:
// they go by way of the session.
inline constexpr const char* k_copy_settings = R"(DO $trireme$
DECLARE
  source oid := (SELECT oid FROM pg_catalog.pg_database WHERE datname = SOURCE);
  clone text := CLONE;
  mark text := MARK;
  each record;
  whose text;
BEGIN
  FOR each IN
    SELECT r.rolname, split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value
    FROM pg_catalog.pg_db_role_setting s LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) c
    WHERE s.setdatabase = source
  LOOP
    whose := CASE WHEN each.rolname IS NULL THEN format('DATABASE %I', clone)
                  ELSE format('ROLE %I IN DATABASE %I', each.rolname, clone) END;
    IF each.name IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries') THEN
      PERFORM set_config(each.name, each.value, true);
      EXECUTE format('ALTER %s SET %I FROM CURRENT', whose, each.name);
    ELSE
      EXECUTE format('ALTER %s SET %I TO %L', whose, each.name, each.value);
    END IF;
  END LOOP;
  SET LOCAL search_path TO DEFAULT;

  FOR each IN
    SELECT pg_catalog.pg_get_userbyid(datdba) AS owner, datconnlimit, shobj_description(oid, 'pg_database') AS comment, datacl
    FROM pg_catalog.pg_database WHERE oid = source
  LOOP
    EXECUTE format('ALTER DATABASE %I OWNER TO %I', clone, each.owner);
    EXECUTE format('ALTER DATABASE %I WITH CONNECTION LIMIT %s', clone, each.datconnlimit);
    EXECUTE format('COMMENT ON DATABASE %I IS %L', clone,
                   CASE WHEN mark = '' THEN each.comment ELSE MARKED END);
    IF each.datacl IS NOT NULL THEN
      EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, %I', clone, each.owner);
    END IF;
  END LOOP;

  FOR each IN
    SELECT a.privilege_type, a.is_grantable, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END AS grantee
    FROM pg_catalog.pg_database d, aclexplode(d.datacl) a LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
    WHERE d.oid = source
  LOOP
    EXECUTE format('GRANT %s ON DATABASE %I TO %s%s', each.privilege_type, clone, each.grantee,
                   CASE WHEN each.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
  END LOOP;
END
$trireme$)";

// One statement that gives a database the settings (of the database, and of roles in it), owner, privileges, connection limit
// and comment of another; of that the first line is `mark` then, unless that is ''. All are quoted as literals.
inline std::string copy_settings_sql(const std::string& source, const std::string& clone, const std::string& mark = "''") {
  std::string sql = k_copy_settings;
  // From the last to the first: they may hold anything.
  sql.replace(sql.find("MARKED"), 6, marked_sql("each.comment", "mark"));
  sql.replace(sql.find("MARK"), 4, mark);
  sql.replace(sql.find("CLONE"), 5, clone);
  return sql.replace(sql.find("SOURCE"), 6, source);
}

}  // namespace trireme::detail
