"""A database has what its template has, though CREATE DATABASE does not copy it, whichever that is."""

import unittest

from database_case import DatabaseCase

OF_DATABASE = "FROM pg_database WHERE datname = current_database()"
KINDS = (
    ("ALTER DATABASE trireme_template SET work_mem TO '5MB'", "SHOW work_mem", "5MB"),
    ("ALTER ROLE postgres IN DATABASE trireme_template SET work_mem TO '6MB'", "SHOW work_mem", "6MB"),
    ("CREATE ROLE owner; ALTER DATABASE trireme_template OWNER TO owner", f"SELECT pg_get_userbyid(datdba) {OF_DATABASE}", "owner"),
    ("CREATE ROLE reader; GRANT CREATE ON DATABASE trireme_template TO reader",
     "SELECT has_database_privilege('reader', current_database(), 'CREATE')", "t"),
    ("ALTER DATABASE trireme_template CONNECTION LIMIT 7", f"SELECT datconnlimit {OF_DATABASE}", "7"),
    ("COMMENT ON DATABASE trireme_template IS 'mine'", f"SELECT shobj_description(oid, 'pg_database') {OF_DATABASE}", "mine"),
)  # fmt: skip


class DatabaseSettings(DatabaseCase):
    def test_each_alone(self):
        self.link("database")
        for sql, question, answer in KINDS:
            with self.subTest(sql):
                (self.cwd / "schema.sql").write_text(sql)
                result = self.run_trireme("-n1", "--db-schema=schema.sql", "database", "-k", "answers",
                                          env={"QUESTION": question, "ANSWER": answer})  # fmt: skip
                self.assertIn("1 passed", result.last_line(), result.out + result.err)


if __name__ == "__main__":
    unittest.main()
