"""What keeps databases from being made is one sentence and exit code 4, before any test, and leaves nothing."""

import os
import pathlib
import shutil
import signal
import subprocess
import unittest

from database_case import DatabaseCase
from harness import children, wait_until


def may_mount():
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


class DatabaseErrors(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("passes")

    def check_refused(self, *args, says, env=None):
        result = self.run_trireme(*args, "passes", env=env)
        self.assertEqual(result.code, 4, result.out + result.err)
        self.assertRegex(result.err, says)
        self.assertTrue(result.err.startswith("ERROR: "))
        self.assertNotIn("passed", result.out)
        self.check_nothing_left()
        return result

    def test_a_schema_with_a_mistake_is_named_with_file_and_line(self):
        (self.cwd / "bad.sql").write_text("SELECT 1;\n\nSELECT nonsense;\n")
        self.check_refused("--db-schema=schema.sql", "--db-schema=bad.sql", says=r'bad\.sql:3: ERROR: +column "nonsense"')
        self.check_refused("--db-schema=schema.sql", "--db-schema=bad.sql", says=r"bad\.sql:3")

    def test_a_tablespace_that_all_runs_would_share(self):
        place = self.temp / "space"
        place.mkdir()
        if os.geteuid() == 0:
            shutil.chown(place, "postgres", "postgres")
        (self.cwd / "space.sql").write_text(f"CREATE TABLESPACE space LOCATION '{place}'; CREATE TABLE words (id int) TABLESPACE space;")
        self.check_refused("--db-schema=space.sql", says=f"tablespace space in {place}, which all runs would share")
        self.assertEqual(list(place.iterdir()), [])
        (self.cwd / "space.sql").write_text("SET allow_in_place_tablespaces TO on; CREATE TABLESPACE space LOCATION ''; "
                                            "CREATE TABLE words (id int) TABLESPACE space;")  # fmt: skip
        for _ in range(2):
            result = self.run_trireme("--db-schema=space.sql", "passes")
            self.assertEqual(result.code, 0, result.err)

    def test_a_schema_that_is_not_there(self):
        self.check_refused("--db-schema=nothing.sql", says="no file or directory nothing.sql")
        (self.cwd / "empty").mkdir()
        self.check_refused("--db-schema=empty", says=r"no \.sql file")
        self.check_refused("--db-command=true", "--db-input=*.nothing", says=r"--db-input=\*\.nothing matches no file")

    def test_a_command_that_fails(self):
        self.check_refused("--db-command=echo the reason; exit 3", says="(?s)--db-command failed.*the reason")
        self.check_refused('--db-command=psql -X "$DATABASE_URL" -c "DROP TABLE nothing"', says="does not exist")
        self.check_refused("--db-command=kill -9 $$", says="SIGKILL")

    def test_a_daemon_that_the_command_leaves_is_ended(self):
        command = """--db-command=setsid sh -c 'echo $$ >daemon; exec psql -X "$DATABASE_URL" -c "SELECT pg_sleep(1000)"' & sleep 0.5"""
        result = self.run_trireme(command, "passes")
        self.assertEqual(result.code, 0, result.out + result.err)
        self.assertFalse(os.path.exists(f"/proc/{int((self.cwd / 'daemon').read_text())}"))
        self.check_nothing_left()

    def test_a_command_that_drops_the_database(self):
        self.check_refused('--db-command=psql -X -d postgres -c "DROP DATABASE trireme_template"', says="gone after it was filled")

    def test_a_command_that_ends_the_server(self):
        for number in ("QUIT", "KILL"):
            self.check_refused(f'--db-command=kill -{number} $(head -n1 "$PGHOST/data/postmaster.pid"); sleep 0.3', says="gone after it was filled")

    def test_what_a_failed_command_made_is_not_used(self):
        half = """psql -X "$DATABASE_URL" -c 'CREATE TABLE words (greek text)' && test -e whole"""
        for _ in range(2):
            self.check_refused(f"--db-command={half}", "--db-input=schema.sql", says="--db-command failed")
        (self.cwd / "whole").touch()
        result = self.run_trireme(f"--db-command={half}", "--db-input=schema.sql", "passes")
        self.assertIn("template built\n", result.out, result.err)

    def test_no_postgresql(self):
        self.check_refused("--db=worker", "--db-bindir=/nowhere", says="no postgres and initdb in /nowhere; --db-bindir")

    @unittest.skipUnless(may_mount(), "what is installed must be covered")
    def test_none_is_installed(self):
        cover = 'test ! -d /usr/lib/postgresql || mount -t tmpfs none /usr/lib/postgresql; exec "$@"'
        command = ["unshare", "-m", "sh", "-c", cover, "-", *self.command("--db=worker", "passes")]
        done = subprocess.run(command, cwd=self.cwd, env=self.environment(PATH="/usr/bin:/bin"), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertRegex(done.stderr, "^ERROR: there is no PostgreSQL server on this machine .*; install it .*--db-bindir=DIR\n$")

    def test_a_server_that_does_not_start(self):
        fake = self.temp / "bin"
        fake.mkdir()
        real = subprocess.run("readlink -f $(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb | tail -1)", shell=True,
                              capture_output=True, text=True, check=True).stdout.strip()  # fmt: skip
        (fake / "initdb").write_text(f"#!/bin/sh\nexec {real} \"$@\"\n")
        (fake / "postgres").write_text("#!/bin/sh\necho 'FATAL: no such luck'\nexit 1\n")
        for each in fake.iterdir():
            each.chmod(0o755)
        self.check_refused("--db=worker", f"--db-bindir={fake}", says="does not start: FATAL: no such luck")

    @unittest.skipUnless(os.geteuid() == 0, "only root can become another user")
    def test_root_needs_a_user(self):
        for name, says in (("root", "does not run as root"), ("nobody", "name another"), ("no-such-user", "no user no-such-user")):
            self.check_refused("--db=worker", f"--db-os-user={name}", says=says)
        self.temp.chmod(0o700)
        self.check_refused("--db=worker", says="cannot come into .*; set TMPDIR")

    @unittest.skipUnless(may_mount(), "a small file system must be mounted")
    def test_a_full_disk(self):
        (self.cwd / "big.sql").write_text("CREATE TABLE big AS SELECT generate_series(1, 3000000);")
        for megabytes, args in ((20, ("--db=worker",)), (60, ("--db-schema=big.sql",)), (46, ("-n4", "--dist=each", "--db=worker"))):
            with self.subTest(megabytes):
                mount = f"mount -t tmpfs -o size={megabytes}m,mode=0755 none {self.temp} && exec \"$@\""
                command = ["unshare", "-m", "sh", "-c", mount + "; ls -A " + str(self.temp), "-", *self.command(*args, "passes")]
                done = subprocess.run(command, cwd=self.cwd, env=self.environment(), capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
                self.assertRegex(done.stderr, "no space left on device; free some there, or set TMPDIR")
                self.assertTrue(wait_until(lambda: not self.servers()))

    def test_a_server_that_ends_while_databases_are_copied_says_why(self):
        (self.cwd / "big.sql").write_text("CREATE TABLE big AS SELECT generate_series(1, 500000);")
        args = ("-n24", "--dist=each", "--db-schema=big.sql", "passes")
        self.assertEqual(self.run_trireme(*args).code, 0)  # the template is there from now on
        process = self.abort_one_of_its_copies(args)
        _, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 4, err)
        self.assertRegex(err, b"^ERROR: cannot make the database trireme_gw[0-9]+: the server has ended: (.*\n)*.*was terminated by signal 6")
        self.check_nothing_left()

    def abort_one_of_its_copies(self, args):
        """The copies take a fraction of a second: some runs are over before one has been seen."""
        for _ in range(10):
            process = self.start(*args)
            self.addCleanup(process.kill)
            postmasters = []
            while process.poll() is None:
                postmasters = [pid for pid in postmasters if children(pid)] or self.postmasters()
                if self.abort_a_copy(postmasters):
                    return process
            process.communicate()
        self.fail("no session that makes a database was seen")

    def postmasters(self):
        return [pid for pid, command in self.servers() if b"/postgres\0-D" in command]

    def abort_a_copy(self, postmasters):
        """Has a session been found that makes a database?"""
        for postmaster in postmasters:
            for session in children(postmaster):
                try:
                    if b"CREATE DATABASE" in pathlib.Path(f"/proc/{session}/cmdline").read_bytes():
                        os.kill(session, signal.SIGABRT)
                        return True
                except OSError:
                    continue
        return False

    def test_unknown_modes_and_keys(self):
        self.check_refused("--db=each", says="--db takes one of worker, test, cluster, shared, none")
        self.config('[db]\nshema = "schema.sql"\n')
        self.assertRegex(self.run_trireme("passes").out, "warning: .*unknown key 'shema' .did you mean 'schema'")


if __name__ == "__main__":
    unittest.main()
