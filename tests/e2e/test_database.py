"""A database of one's own for every worker, seen from inside the tests: what others do in theirs is not noticed."""

import subprocess
import os
import shutil
import unittest
import urllib.parse

from agreement import check_agreement
from database_case import SCHEMA, DatabaseCase
from harness import PROGRAMS, TRIREME, cgroup_with, is_removed, wait_until

SETTINGS = """
CREATE ROLE reader;
CREATE ROLE owner;
ALTER DATABASE trireme_template OWNER TO owner;
ALTER DATABASE trireme_template SET work_mem TO '5MB';
ALTER DATABASE trireme_template SET search_path TO "$user", public, "odd, name";
ALTER ROLE reader IN DATABASE trireme_template SET statement_timeout TO '3s';
REVOKE CONNECT ON DATABASE trireme_template FROM PUBLIC;
GRANT CREATE ON DATABASE trireme_template TO reader WITH GRANT OPTION;
COMMENT ON DATABASE trireme_template IS 'it''s "mine"';
"""
MEMORY = {"/sys/fs/cgroup": {"memory.max": "800M"}, "/sys/fs/cgroup/memory": {"memory.limit_in_bytes": "800M"}}
LEADING_ASTRAY = {"PGHOSTADDR": "127.0.0.1", "PGSERVICE": "other", "PGDATABASE": "other", "PGUSER": "nobody", "PGOPTIONS": "-c a=b",
                  "TEST_DATABASE_URL": "postgresql://nowhere/other", "MY_DATABASE": "other"}  # fmt: skip


class Database(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("database", "passes")

    def run_isolated(self, *args):
        return self.run_reported("-n2", "--dist=each", "--timeout=30", "--db-schema=schema.sql", *args, "database", "-k", "Isolated")

    def test_workers_do_not_notice_each_other(self):
        for launcher in ("auto", "exec"):
            with self.subTest(launcher):
                result = self.run_isolated(f"--launcher={launcher}")
                self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
                self.assertEqual(len(result.outcomes()), 14)
                self.assertIn("a database for each worker", result.out)
                check_agreement(self, result)
                self.check_nothing_left()
                subprocess.run(["rm", "-r", str(self.directory / "meeting")], check=True)

    def test_in_a_shared_database_they_do(self):
        result = self.run_isolated("--db=shared", "--isolation=test")
        failed = {name.split(".")[1].split("@")[0] for name, outcome in result.outcomes().items() if outcome == "failed"}
        self.assertEqual(failed, {"unique_key", "row_count", "advisory_lock", "notifications", "types", "sequence", "dropped_table"})

    def test_tests_get_their_database_and_none_of_the_callers(self):
        (self.cwd / "settings.sql").write_text(SETTINGS)
        self.config('[db]\nschema = ["schema.sql", "settings.sql"]\nenv = ["MY_DATABASE"]\n')
        for args, database in ((("-n1", "--isolation=test", "--launcher=forkserver"), "trireme_gw0"), (("-n0",), "trireme_master"),
                               (("-n2", "--db=shared"), "trireme_shared")):  # fmt: skip
            with self.subTest(database):
                result = self.run_reported("--db-url=own", *args, "database", "-k", "(Given or Connected) and not fails and not (alone or writes or complains or aborts)",
                                           env={**LEADING_ASTRAY, "EXPECTED_DATABASE": database})  # fmt: skip
                self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
                self.assertEqual(len(result.outcomes()), 5)
                self.assertIn("PGSERVICE", result.out, "the header says what was removed")

    def test_without_a_database_the_callers_variables_are_left(self):
        self.config('[db]\nschema = "schema.sql"\n')
        result = self.run_trireme("-n1", "--db=none", "database", "-k", "no_other_variable", env=LEADING_ASTRAY)
        self.assertIn("PGSERVICE", result.out)
        self.assertIn("1 failed", result.last_line())

    def test_the_template_is_built_once_and_again_when_its_inputs_change(self):
        run = lambda *args: self.run_trireme("-n2", "--db-schema=schema.sql", *args, "passes").out  # noqa: E731
        (self.cwd / "schema.sql").write_text("CREATE TABLE once (id int);")
        self.assertIn("template built\n", run())
        self.assertIn("template from the cache\n", run())
        self.assertIn("template built\n", run("--db-rebuild"))
        (self.cwd / "schema.sql").write_text("CREATE TABLE once (id bigint);")
        self.assertIn("template built\n", run())
        self.assertIn("template from the cache\n", run())

    def test_a_command_fills_the_template_each_time_or_when_its_inputs_change(self):
        command = """--db-command=echo x >>ran && psql -X "$DATABASE_URL" -c 'CREATE TABLE words (greek text)'"""
        times = lambda: len((self.cwd / "ran").read_text().split())  # noqa: E731
        for expected in (1, 2):
            result = self.run_trireme("-n2", command, "database", "-k", "row_count", "--dist=each")
            self.assertIn("2 passed", result.last_line(), result.out + result.err)
            self.assertIn("template built each time", result.out)
            self.assertEqual(times(), expected)
        for expected in (3, 3):
            self.assertEqual(self.run_trireme("-n2", command, "--db-input=sch*.sql", "passes").code, 0)
            self.assertEqual(times(), expected)

    def test_our_server_is_nobody_elses_and_waits_for_no_disk(self):
        names = ("fsync", "synchronous_commit", "full_page_writes", "listen_addresses")
        settings = "SELECT concat_ws(' ', " + ", ".join(f"current_setting('{each}')" for each in names) + ")"
        look = '--db-command=stat -c %a "$PGHOST" "$PGHOST/data" >modes'
        for args in (("--db=worker",), ("--db=cluster",)):
            result = self.run_trireme("-n1", *args, look, "database", "-k", "answers", env={"QUESTION": settings, "ANSWER": "off off off "})
            self.assertIn("1 passed", result.last_line(), result.out + result.err)
            self.assertEqual((self.cwd / "modes").read_text(), "700\n700\n")

    @unittest.skipUnless(os.geteuid() == 0, "only root can become another user")
    def test_it_is_not_in_memory_where_the_cgroup_leaves_little(self):
        group = cgroup_with(MEMORY)
        if group is None:
            self.skipTest("making a cgroup with little memory is not allowed here")
        self.addCleanup(lambda: self.assertTrue(wait_until(lambda: is_removed(group))))
        into = lambda: (group / "cgroup.procs").write_text(str(os.getpid()))
        url = self.cwd / "url"
        process = self.start("-n1", "--db-schema=schema.sql", "database", "-k", "writes_its_url", env={"TMPDIR": "", "URL_FILE": str(url)},
                             preexec_fn=into)  # fmt: skip
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, out + err)
        self.assertIn("host=/tmp/trireme-db-", url.read_text())

    def test_as_a_user_that_is_not_root(self):
        place = self.temp / "of_nobody"
        place.mkdir()
        shutil.chown(place, "nobody")
        (place / "schema.sql").write_text(SCHEMA)
        become = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        program = f"{PROGRAMS}/database"
        if subprocess.run([*become, "test", "-x", TRIREME, "-a", "-x", program], check=False).returncode != 0:
            self.skipTest("others cannot read what was built")
        command = [*become, *self.command("-n2", "--dist=each", "--db-schema=schema.sql", '--db-command=stat -c %U "$PGHOST/data" >user', program, "-k", "Isolated")]
        env = self.environment(HOME=str(place), XDG_CACHE_HOME=f"{place}/cache", TMPDIR=str(place), MEETING_PLACE=f"{place}/meeting")
        done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, check=False)
        self.assertIn("14 passed", done.stdout, done.stderr)
        self.assertEqual((place / "user").read_text(), "nobody\n")
        self.assertEqual(list(place.glob("trireme-db-*")), [])
        self.check_nothing_left()

    def socket_directory_in(self, name):
        """Where the socket is when the temp directory is called so. Twice: for a template that is built, and one from the cache."""
        far = self.temp / name
        far.mkdir()
        url = self.cwd / "url"
        for _ in range(2):
            result = self.run_trireme("-n1", "--db-schema=schema.sql", "database", "-k", "row_count or writes_its_url",
                                      env={"TMPDIR": str(far), "URL_FILE": str(url), "TRIREME_WORKER_COUNT": "1"})  # fmt: skip
            self.assertEqual(result.code, 0, result.out + result.err)
        place = urllib.parse.unquote(url.read_text().split("host=")[1].split("&")[0])
        self.assertFalse(os.path.exists(place))
        self.assertEqual(list(far.glob("trireme-db-*")), [])
        return place

    def test_a_path_that_is_not_fit_for_a_socket(self):
        for name in ("x" * 100, "a,b"):
            place = self.socket_directory_in(name)
            self.assertTrue(place.startswith("/tmp/trireme-db-"), place)

    def test_a_path_with_odd_characters(self):
        for name in (r"a\b\n", "c 'd\" [e]*%"):
            self.assertIn(name, self.socket_directory_in(name))
        self.check_nothing_left()

    @unittest.skipUnless(os.geteuid() == 0, "only root can become another user")
    def test_the_user_that_is_named_runs_the_server(self):
        result = self.run_trireme("--db-os-user=daemon", '--db-command=stat -c %U "$PGHOST" "$PGHOST/data" >owners', "passes")
        self.assertEqual(result.code, 0, result.out + result.err)
        self.assertEqual((self.cwd / "owners").read_text().split(), ["daemon", "daemon"])
        self.check_nothing_left()

    def test_the_files_of_a_directory_are_applied_in_order(self):
        (self.cwd / "schema").mkdir()
        (self.cwd / "schema" / "2.sql").write_text("ALTER TABLE words ADD COLUMN greek text;")
        (self.cwd / "schema" / "1.sql").write_text("CREATE TABLE words ();")
        (self.cwd / "schema" / "0.txt").write_text("no SQL")
        result = self.run_trireme("-n1", "--db-schema=schema", "database", "-k", "row_count", "--dist=each")
        self.assertIn("1 passed", result.last_line(), result.out + result.err)

    def test_bisect_starts_each_attempt_from_the_template(self):
        chosen = ("database", "-k", "unique_key or types or sequence or is_alone")
        result = self.run_reported("-n1", "--isolation=program", "--db-schema=schema.sql", *chosen)
        self.assertEqual(result.outcomes()["database::Connected.is_alone"], "failed", result.out)
        found = self.run_trireme("bisect", "database::Connected.is_alone", f"--report-log={result.log_path}", "--db-schema=schema.sql")
        self.assertEqual(found.code, 0, found.out + found.err)
        self.assertIn("It fails after this test:\n  database::Isolated.unique_key\n", found.out)
        self.assertIn("--isolation=program --db-schema=schema.sql database::", found.out)
        self.check_nothing_left()

    def test_the_repeat_command_has_what_the_test_needs(self):
        options = ("--db=shared", "--db-schema=schema.sql", "--db-command=echo 'a b'")
        command = self.run_reported("-n2", *options, "database", "-k", "fails").finished("fails")["repeat_command"]
        self.assertIn("--db=shared --db-schema=schema.sql '--db-command=echo", command)
        path = f"{os.path.dirname(TRIREME)}:{os.environ['PATH']}"
        again = subprocess.run(command, shell=True, cwd=self.cwd, env=self.environment(PATH=path), capture_output=True, check=False)
        self.assertIn(b"trireme_shared", again.stdout, again.stderr)


if __name__ == "__main__":
    unittest.main()
