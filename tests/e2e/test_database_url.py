"""Databases on a server that is given: nothing of it but our own is written or dropped, and nothing of a run stays but a sealed
template."""

import pathlib
import subprocess
import time
import unittest

from agreement import check_agreement
from given_server import PASSWORD, PASSWORD_IN_URL, GivenServerCase
from harness import wait_until

SNAPSHOT = """SELECT datname, oid, datdba, datallowconn, datistemplate, shobj_description(oid, 'pg_database')
FROM pg_database WHERE datname NOT LIKE 'trireme_template_%' ORDER BY 1"""
WRITTEN = """SELECT sessions, tup_inserted, tup_updated, tup_deleted FROM pg_stat_database WHERE datname = 'mine'"""


class DatabaseUrl(GivenServerCase):
    def setUp(self):
        super().setUp()
        self.link("database", "passes", "hangs")
        self.before = self.server.ask(SNAPSHOT)

    def check_untouched(self):
        self.assertEqual(self.server.ask(SNAPSHOT), self.before)
        self.assertEqual(self.server.sessions(), "0")
        self.check_nothing_left()

    def run_with(self, url, *args, **kinds):
        return self.run_reported("-n2", "--timeout=30", "--db-schema=schema.sql", f"--db-url={url}", *args, **kinds)

    def test_workers_do_not_notice_each_other(self):
        for url in (self.server.url(), self.server.tcp_url()):
            with self.subTest(url):
                result = self.run_with(url, "--dist=each", "database", "-k", "Isolated")
                self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out + result.err)
                self.assertEqual(len(result.outcomes()), 14)
                check_agreement(self, result)
                self.check_untouched()
                subprocess.run(["rm", "-r", str(self.directory / "meeting")], check=True)

    def test_tests_get_a_database_of_their_own(self):
        written = self.server.ask(WRITTEN)
        astray = {"PGHOSTADDR": "127.0.0.9", "PGSERVICE": "other", "PGOPTIONS": "-c a=b", "EXPECTED_DATABASE": "trireme_????????????????_gw0"}
        result = self.run_trireme("-n1", "--db-schema=schema.sql", "database", "-k", "variables_and or before_main",
                                  env={**astray, "TEST_DATABASE_URL": self.server.tcp_url()})  # fmt: skip
        self.assertIn("2 passed", result.last_line(), result.out + result.err)
        self.assertEqual(self.server.ask(WRITTEN), written)
        self.check_untouched()

    def test_a_host_may_have_several_addresses(self):
        # Of which the server listens at one.
        url = self.server.tcp_url().replace("127.0.0.1", "localhost")
        result = self.run_with(url, "database", "-k", "writes_its_url", env={"URL_FILE": str(self.cwd / "url")})
        self.assertEqual(result.code, 0, result.out + result.err)
        self.assertIn(f" at localhost:{self.server.port}, ", result.out)
        self.assertRegex((self.cwd / "url").read_text(), f"@localhost:{self.server.port}/trireme_[0-9a-f]*_gw0$")
        self.check_untouched()

    def test_the_named_database_serves_where_no_other_lets_us_in(self):
        self.server.ask("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
        try:
            result = self.run_with(self.server.tcp_url(), "passes")
            self.assertEqual(result.code, 0, result.out + result.err)
        finally:
            self.server.ask("GRANT CONNECT ON DATABASE postgres TO PUBLIC")
        self.assertEqual(self.server.of_runs(), set())

    def test_without_an_option_of_ours_the_url_is_the_tests(self):
        for args, same in (((), True), (("--db=none",), True), (("--db=worker",), False)):
            url = self.server.url()
            self.run_trireme(*args, "database", "-k", "writes_its_url", env={"TEST_DATABASE_URL": url, "URL_FILE": str(self.cwd / "url")})
            self.assertEqual((self.cwd / "url").read_text() == url, same)

    def test_the_password_is_in_the_environment_of_tests_and_nowhere_else(self):
        file = self.cwd / "url"
        for args, env in (((f"--db-url={self.server.tcp_url()}",), {}), ((), {"TEST_DATABASE_URL": self.server.tcp_url()})):
            options = (*self.reports(), "-n1", "-v", "--db-schema=schema.sql", *args, "--timeout=1")
            process = self.start(*options, "database", "hangs", "-k", "writes or Connected and fails or forever",
                                 env={**env, "URL_FILE": str(file)})  # fmt: skip
            self.assertTrue(wait_until(lambda: file.exists() and file.read_text()))
            said = b"".join(each.read_bytes() for each in pathlib.Path("/proc").glob("[0-9]*/cmdline") if b"trireme" in self.read(each))
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1, out + err)
            self.assertIn(PASSWORD_IN_URL, file.read_text())
            written = b"".join(each.read_bytes() for each in (self.log, self.junit))
            for secret in (PASSWORD, PASSWORD_IN_URL):
                self.assertNotIn(secret.encode(), said + out + err + written)
            file.unlink()

    def test_a_url_in_a_wrong_place_is_shown_without_its_password(self):
        url = self.server.tcp_url()
        for args in (("--db", url), ("--db-keep", url), (f"--db-url {url}",), (url,), (f"{url}::A.b",), ("-n", url), ("db", "drop", url), ("db", url),
                     ("replay", url), (f"--db-schema={url}", "passes"), ("--db-url", self.server.tcp_url(password="a@s3cr/et"), "--db=test", "passes")):  # fmt: skip
            with self.subTest(args):
                result = self.run_trireme(*args)
                self.assertEqual(result.code, 4, result.out + result.err)
                for secret in (PASSWORD_IN_URL, PASSWORD, "s3cr"):
                    self.assertNotIn(secret, result.out + result.err)

    @staticmethod
    def read(path):
        try:
            return path.read_bytes()
        except OSError:
            return b""

    def test_what_fills_the_template_is_not_let_tell_the_password(self):
        result = self.run_trireme('--db-command=echo "cannot reach $DATABASE_URL $PGPASSWORD"; exit 1', "passes",
                                  env={"TEST_DATABASE_URL": self.server.tcp_url()})  # fmt: skip
        self.assertEqual(result.code, 4)
        self.assertRegex(result.err, r"cannot reach postgresql://maker@127\.0\.0\.1.* \*{8}\n")
        self.assertNotIn(PASSWORD, result.err)
        self.check_untouched()

    def test_the_template_stays_on_the_server(self):
        run = lambda *args: self.run_with(self.server.url("maker"), *args, "passes").out  # noqa: E731
        (self.cwd / "schema.sql").write_text("CREATE TABLE stays (id int);")
        self.assertIn("template built\n", run())
        self.assertIn("template from the server\n", run())
        self.assertIn("template built\n", run("--db-rebuild"))
        self.assertIn("template from the server\n", run())
        self.assertIn("template built\n", self.run_with(self.server.url("postgres"), "passes").out)
        (self.cwd / "schema.sql").write_text("CREATE TABLE stays (id bigint);")
        self.assertIn("template built\n", run())
        sealed = "SELECT bool_and(datistemplate AND NOT datallowconn) FROM pg_database WHERE datname LIKE 'trireme_template_%'"
        self.assertEqual(self.server.ask(sealed), "t")
        self.check_untouched()

    def test_old_templates_go_but_none_that_is_used(self):
        old = [f"trireme_template_{i:016x}" for i in range(1, 11)]
        self.server.ask("".join(f"CREATE DATABASE {each}; COMMENT ON DATABASE {each} IS 'trireme template';\n" for each in old))
        user = subprocess.Popen(["psql", "-X", "-q", "-d", self.server.url("plain"), "-c", "SELECT pg_advisory_lock_shared(1)",
                                 "-c", "SELECT pg_sleep(600)"], stdout=subprocess.DEVNULL)  # fmt: skip
        try:
            self.assertTrue(wait_until(lambda: self.server.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1") == "1"))
            (self.cwd / "schema.sql").write_text("CREATE TABLE newest (id int);")
            self.assertIn("template built\n", self.run_with(self.server.url(), "passes").out)
            left = [each for each in self.server.databases() if each.startswith("trireme_template_")]
            self.assertEqual(len(left), 9)
            self.assertIn(old[0], left)
            self.assertIn("template from the server\n", self.run_with(self.server.url(), "passes").out)
        finally:
            user.kill()
            user.wait()
            self.server.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'plain'")
            self.server.ask("".join(f"DROP DATABASE IF EXISTS {each};\n" for each in old))
        self.check_untouched()

    def test_a_command_without_inputs_leaves_no_template(self):
        before = self.server.databases()
        command = """--db-command=psql -X "$DATABASE_URL" -c 'CREATE TABLE words (greek text)'"""
        result = self.run_trireme("-n2", command, f"--db-url={self.server.url()}", "database", "-k", "row_count", "--dist=each")
        self.assertIn("2 passed", result.last_line(), result.out + result.err)
        self.assertEqual(self.server.databases(), before)

    def test_settings_that_cloning_does_not_copy(self):
        schema = self.cwd / "schema.sql"
        schema.write_text("ALTER DATABASE :\"DBNAME\" SET work_mem TO '5MB';\nCOMMENT ON DATABASE :\"DBNAME\" IS 'the\nuser''s';\n")
        ask = "SELECT current_setting('work_mem') || shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        (self.cwd / "hang.sh").write_text("")
        process = self.start("-n1", "--db-schema=schema.sql", f"--db-url={self.server.url()}", "hangs")
        self.addCleanup(process.kill)
        name = self.await_clone()
        self.assertRegex(self.server.ask(ask, database=name), "(?s)^5MBtrireme run [0-9a-f]{16} of process .*\nthe\nuser's$")
        process.terminate()
        process.communicate(timeout=30)
        self.check_untouched()

    def await_clone(self):
        clones = lambda: [each for each in self.server.of_runs() if each.endswith("_gw0")]  # noqa: E731
        self.assertTrue(wait_until(clones))
        return clones()[0]

    def test_runs_side_by_side_do_not_meet(self):
        (self.cwd / "schema.sql").write_text("CREATE TABLE words (id serial, greek text UNIQUE); SELECT pg_sleep(0.2);")
        command = ("-n2", "--db-schema=schema.sql", f"--db-url={self.server.url('maker')}", "database", "-k", "row_count", "--dist=each")
        runs = [self.start(*command, env={"MEETING_PLACE": str(self.directory / str(i))}) for i in range(5)]
        for each in runs:
            out, err = each.communicate(timeout=60)
            self.assertEqual(each.returncode, 0, out + err)
        self.check_untouched()

    def test_a_run_that_rebuilds_takes_no_template_from_another(self):
        (self.cwd / "schema.sql").write_text("CREATE TABLE taken (id int);")
        command = ("-n2", "--db-schema=schema.sql", f"--db-url={self.server.url('maker')}", "passes")
        for _ in range(8):
            runs = [self.start(*command, *args) for args in ((), ("--db-rebuild",), ())]
            for each in runs:
                out, err = each.communicate(timeout=60)
                self.assertEqual(each.returncode, 0, out + err)
        self.check_untouched()

    def test_what_somebody_has_half_dropped_goes(self):
        dead, template = "trireme_0123456789abcdef_gw0", lambda: [each for each in self.server.databases() if "template_" in each]
        (self.cwd / "schema.sql").write_text("CREATE TABLE half (id int);")
        before = set(template())
        self.run_with(self.server.url(), "passes")
        (ours,) = set(template()) - before
        self.server.ask(f"CREATE DATABASE {dead}; COMMENT ON DATABASE {dead} IS 'trireme run 0123456789abcdef of process 1 on x';"
                        f"ALTER DATABASE {ours} IS_TEMPLATE false;"
                        f"UPDATE pg_database SET datconnlimit = -2 WHERE datname IN ('{dead}', '{ours}')")  # fmt: skip
        for origin in ("template built\n", "template from the server\n"):
            result = self.run_with(self.server.url(), "passes")
            self.assertEqual(result.code, 0, result.err)
            self.assertIn(origin, result.out)
            self.check_untouched()

    def test_bisect_starts_each_attempt_from_the_template(self):
        chosen = ("database", "-k", "unique_key or types or is_alone")
        result = self.run_with(self.server.tcp_url(), "-n1", "--isolation=program", *chosen)
        self.assertEqual(result.outcomes()["database::Connected.is_alone"], "failed", result.out)
        found = self.run_trireme("bisect", "database::Connected.is_alone", f"--report-log={result.log_path}", "--db-schema=schema.sql",
                                 f"--db-url={self.server.tcp_url()}")  # fmt: skip
        self.assertIn("It fails after this test:\n  database::Isolated.unique_key\n", found.out, found.err)
        self.check_untouched()

    def test_interruption_leaves_nothing(self):
        for delay in (0.03, 0.1, 0.2, 0.4):
            with self.subTest(delay):
                process = self.start("-n2", "--db-schema=schema.sql", "--db-rebuild", f"--db-url={self.server.url()}", "hangs")
                time.sleep(delay)
                process.terminate()
                process.communicate(timeout=30)
                self.check_untouched()


if __name__ == "__main__":
    unittest.main()
