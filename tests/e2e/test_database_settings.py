"""A database has what its template has, though CREATE DATABASE does not copy it, whichever that is."""

import unittest

from database_case import SCHEMA, DatabaseCase
from given_server import GivenServerCase
from harness import text_of

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

    def test_a_role_that_the_database_sets_is_the_tests(self):
        self.link("database")
        for mode in ("worker", "test"):
            (self.cwd / "schema.sql").write_text(f"{SCHEMA}\nCREATE ROLE app; ALTER DATABASE trireme_template SET role TO app;")
            result = self.run_trireme("-n2", f"--db={mode}", "--dist=each", "--db-schema=schema.sql", "database", "-k", "answers",
                                      env={"QUESTION": "SELECT current_user", "ANSWER": "app"})  # fmt: skip
            self.assertIn("2 passed", result.last_line(), result.out + result.err)


class OfARole(GivenServerCase):
    def test_our_sessions_do_not_depend_on_what_is_set_for_it(self):
        self.link("database_fresh")
        names = ("statement_timeout", "lock_timeout", "idle_session_timeout", "idle_in_transaction_session_timeout")
        self.server.ask("CREATE ROLE careful LOGIN CREATEDB; ALTER ROLE careful SET default_transaction_read_only TO on;"
                        + "".join(f"ALTER ROLE careful SET {each} TO '200ms';" for each in names))  # fmt: skip
        (self.cwd / "schema.sql").write_text(f"SET default_transaction_read_only TO off; {SCHEMA} SET statement_timeout TO 0; SELECT pg_sleep(0.5);")
        result = self.run_reported("-n1", "--db=test", "--db-schema=schema.sql", f"--db-url={self.server.url('careful')}", "database_fresh", "-k", "Reading")
        self.assertEqual(list(result.outcomes().values()), 30 * ["passed"], result.out + result.err)
        used = {text_of(value) for each in result.of("test_finished") for _, value in each["properties"]}
        self.assertLessEqual(len(used), 3)
        self.assertEqual(self.server.of_runs(), set())


if __name__ == "__main__":
    unittest.main()
