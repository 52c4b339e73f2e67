"""A server that cannot be used is one sentence with what to do, and exit code 4; and no password in it."""

import signal
import socket
import subprocess
import threading
import unittest

from database_case import DatabaseCase
from given_server import PASSWORD, PASSWORD_IN_URL, GivenServer, GivenServerCase, free_port
from harness import wait_until


TAKEN = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'plain'"


class OldServer(threading.Thread):
    """Says that it is PostgreSQL 9.6, to whoever comes."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def run(self):
        while True:
            client, _ = self.listener.accept()
            while (request := client.recv(4096))[4:8] in (b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30"):  # SSL, GSS
                client.sendall(b"N")
            if request:
                version = b"server_version\x009.6.24\x00"
                client.sendall(b"R\0\0\0\x08\0\0\0\0" + b"S" + (4 + len(version)).to_bytes(4, "big") + version + b"Z\0\0\0\x05I")


class DatabaseRefusals(GivenServerCase):
    settings = {"max_connections": 6, "superuser_reserved_connections": 2}

    def setUp(self):
        super().setUp()
        self.link("passes", "hangs", "database")

    def check_refused(self, url, says, *args):
        before = self.server.databases()
        result = self.run_trireme("--db-schema=schema.sql", *args, "passes", env={"TEST_DATABASE_URL": url})
        self.assertEqual(result.code, 4, result.out + result.err)
        self.assertRegex(result.err, f"^ERROR: {says}\n$")
        self.assertNotIn("passed", result.out)
        for secret in (PASSWORD, PASSWORD_IN_URL):
            self.assertNotIn(secret, result.err)
        self.check_nothing_left()
        self.assertEqual(self.server.databases(), before)

    def test_nobody_listens(self):
        self.check_refused(f"postgresql://me:{PASSWORD_IN_URL}@127.0.0.1:{free_port()}/db",
                           r"cannot use the database server at 127\.0\.0\.1:\d+: .*Connection refused.*; is it running, and is the port right\?")  # fmt: skip
        self.check_refused("postgresql://me@/db?host=/nowhere", "cannot use .* at /nowhere: .*; is it running, and is its socket there\\?")

    def test_unknown_host(self):
        self.check_refused("postgresql://me@no-such-host.invalid/db", "cannot use .*no-such-host.invalid.*; is the host's name right\\?")

    def test_wrong_password(self):
        self.check_refused(self.server.tcp_url(password="wrong"), 'cannot use .*: password authentication failed for user "maker"; put the right .*')
        self.check_refused(self.server.tcp_url().replace(f":{PASSWORD_IN_URL}", ""), "cannot use .*no password supplied; put the password .*")

    def test_a_role_that_may_not_make_databases(self):
        self.check_refused(self.server.tcp_url("plain"), 'cannot use .*: the role plain may not .* ALTER ROLE "plain" CREATEDB')

    def test_a_user_that_is_not_there(self):
        self.check_refused(self.server.url("nobody"), 'cannot use .*: role "nobody" does not exist; name another user .*')

    def test_all_connections_are_in_use(self):
        taken = []
        try:
            self.assertTrue(wait_until(lambda: self.has_taken(4, taken)))
            self.check_refused(self.server.tcp_url(), "cannot use .*; end some of its sessions, or raise max_connections")
            # One is left then, and we need two; or three are, and it is not enough for databases that are made while tests run.
            for left, args in ((1, ()), (3, ("-n2", "--db=test", "--db-command=true"))):
                self.server.ask(f"SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE usename = 'plain' LIMIT {left - 4 + len(taken)}) AS x")
                self.assertTrue(wait_until(lambda: self.has_taken(4 - left, taken)))
                self.check_refused(self.server.tcp_url(), "cannot use .*; end some of its sessions, or raise max_connections", *args)
        finally:
            for each in taken:
                each.kill()
                each.wait()
            self.server.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'plain'")

    def has_taken(self, count, sessions):
        """Somebody has so many sessions. Instead of one that was refused, as one of before had not ended, another is started."""
        sessions[:] = [each for each in sessions if each.poll() is None]
        for _ in range(len(sessions), count):
            sessions.append(subprocess.Popen(["psql", "-X", "-d", self.server.url("plain"), "-c", "SELECT pg_sleep(600)"], stderr=subprocess.DEVNULL))
        return self.server.ask(TAKEN) == str(count)

    def test_somebody_is_in_template1(self):
        session = subprocess.Popen(["psql", "-X", "-d", self.server.url("plain", "template1"), "-c", "SELECT pg_sleep(600)"], stderr=subprocess.DEVNULL)
        try:
            self.assertTrue(wait_until(lambda: self.has_taken(1, [session])))
            self.check_refused(self.server.tcp_url(), "cannot use .* connected to template1.*: process \\d+ of plain \\(psql\\); end these sessions")
        finally:
            session.kill()
            session.wait()
            self.server.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'plain'")
            wait_until(lambda: self.has_taken(0, []))

    def test_an_old_version(self):
        old = OldServer()
        self.check_refused(f"postgresql://me@127.0.0.1:{old.port}/db?sslmode=disable", "cannot use .*: it is PostgreSQL 9.6.24, .* 13 or newer; .*")

    def test_a_server_that_does_not_answer(self):
        silent = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        self.check_refused(f"postgresql://me@127.0.0.1:{silent.getsockname()[1]}/db?connect_timeout=1", "cannot use .*has not answered for 1 s; .*")

    def test_a_url_that_cannot_be_read(self):
        self.check_refused("postgresql://me:%zz@host/db", "the URL of the database server .* cannot be read; .*")
        self.check_refused("mysql://me:s3cr@host/db", "the URL of the database server .* cannot be read; .*")

    def test_a_schema_with_a_mistake(self):
        (self.cwd / "schema.sql").write_text("COMMENT ON DATABASE :\"DBNAME\" IS 'mine';\nSELECT nonsense;\n")
        before = self.server.databases()
        result = self.run_trireme("--db-schema=schema.sql", "passes", env={"TEST_DATABASE_URL": self.server.tcp_url()})
        self.assertEqual(result.code, 4)
        self.assertRegex(result.err, r'schema\.sql:2: ERROR: +column "nonsense"')
        self.assertEqual(self.server.databases(), before)


class LostServer(DatabaseCase):
    def test_a_server_that_goes_while_tests_run(self):
        self.link("hangs")
        server = GivenServer()
        self.addCleanup(server.kept.cleanup)
        process = self.start("-n1", "--db-schema=schema.sql", f"--db-url={server.url()}", f"--report-log={self.log}", "hangs")
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(lambda: self.log.exists() and b"test_started" in self.log.read_bytes()))
        server.stop(signal.SIGQUIT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, out + err)
        self.assertIn(b"the database server has ended our session", out)

    def test_a_server_that_goes_while_the_template_is_made(self):
        self.link("passes")
        server = GivenServer()
        self.addCleanup(server.kept.cleanup)
        process = self.start("--db-command=touch begun; sleep 1", f"--db-url={server.url()}", "passes")
        self.addCleanup(process.kill)
        self.assertTrue(wait_until((self.cwd / "begun").exists))
        server.stop(signal.SIGQUIT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 4, out + err)
        self.assertRegex(err.decode(), "^ERROR: the database is gone after it was filled: .*")
        self.assertNotIn(b"passed", out)


if __name__ == "__main__":
    unittest.main()
