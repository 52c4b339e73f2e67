"""trireme db: what lies on a server is shown, opened and dropped, but nothing that is not ours, or in use; and a server that later
runs use."""

import fcntl
import os
import pty
import select
import signal
import subprocess
import termios
import time
import unittest

from database_case import DatabaseCase
from given_server import GivenServerCase
from harness import kill_both, wait_until


class DatabaseManage(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("database", "passes", "hangs")

    def db(self, *args, code=0):
        result = self.run_trireme("db", *args)
        self.assertEqual(result.code, code, result.out + result.err)
        return result

    def kill(self, process):
        """The runner and its guard, so that neither can clean up."""
        kill_both(process)
        process.communicate(timeout=20)


class OnAGivenServer(DatabaseManage, GivenServerCase):
    settings = {"max_prepared_transactions": 5}

    def start_hanging(self):
        before = self.server.of_runs()
        process = self.start("-n1", "--db=worker", f"--db-url={self.server.url('maker')}", "hangs")
        self.addCleanup(process.kill)
        new = lambda: {each for each in self.server.of_runs() - before if each.endswith("_gw0")}  # noqa: E731
        self.assertTrue(wait_until(new))
        return process, new().pop()

    def test_the_dead_go_and_the_living_stay(self):
        dead, of_dead = self.start_hanging()
        alive, of_alive = self.start_hanging()
        self.kill(dead)
        self.assertTrue(wait_until(lambda: self.server.sessions() == "1"))
        url = f"--db-url={self.server.tcp_url()}"
        listed = self.db("list", url).out
        self.assertRegex(listed, rf"{of_dead} +dead, run [0-9a-f]{{16}} of process \d+ on ")
        self.assertRegex(listed, rf"{of_alive} +in use, run ")
        self.assertRegex(listed, r"trireme_template_[0-9a-f]{16} +template\n")
        self.assertIn("used by a run that lives", self.db("drop", of_alive, url, code=4).err)
        self.assertRegex(self.db("gc", url).out, f"^{of_dead} +dropped\n$")
        self.assertEqual(self.server.of_runs(), {of_alive})
        alive.terminate()
        alive.communicate(timeout=30)
        self.assertEqual(self.server.of_runs(), set())

    def test_what_is_not_ours_is_not_touched(self):
        self.server.ask("CREATE DATABASE trireme_0123456789abcdef_gw0; CREATE DATABASE trireme_mine;")
        url = f"--db-url={self.server.url()}"
        for name in ("mine", "postgres", "trireme_0123456789abcdef_gw0", "trireme_mine"):
            self.assertIn(f"no database {name} of ours", self.db("drop", name, url, code=4).err)
            self.assertIn(f"no database {name} of ours", self.db("psql", name, url, code=4).err)
        self.db("gc", url)
        self.assertLessEqual({"mine", "trireme_0123456789abcdef_gw0", "trireme_mine"}, self.server.databases())
        self.assertNotIn("mine", self.db("list", url).out.replace(str(self.server.directory), ""))
        self.server.ask("DROP DATABASE trireme_0123456789abcdef_gw0; DROP DATABASE trireme_mine;")

    def test_a_template_is_dropped_unless_a_run_uses_it(self):
        url = f"--db-url={self.server.url('maker')}"
        templates = lambda: {each for each in self.server.databases() if each.startswith("trireme_template_")}  # noqa: E731
        before = templates()
        process = self.start("-n1", "--db-schema=schema.sql", url, "hangs")
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(lambda: any(each.endswith("_gw0") for each in self.server.of_runs())))
        (ours,) = templates() - before
        self.assertRegex(self.db("drop", ours, url, code=4).err, f"^ERROR: cannot drop the template {ours}: it is used by a run that lives\n$")
        self.assertIn(ours, templates())
        process.terminate()
        process.communicate(timeout=30)
        self.db("drop", ours, url)
        self.assertEqual(templates(), before)
        self.assertEqual(self.server.of_runs(), set())

    def dead(self, owner):
        name = "trireme_0123456789abcdef_gw0"
        self.server.ask(f"CREATE DATABASE {name} OWNER {owner}; COMMENT ON DATABASE {name} IS 'trireme run 0123456789abcdef of process 1 on x'")
        self.addCleanup(self.server.ask, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        return name

    def test_what_cannot_be_dropped_is_told(self):
        name, url = self.dead("postgres"), f"--db-url={self.server.url('maker')}"
        self.assertRegex(self.db("gc", url).out, f"^{name} +stays: must be owner of database {name}\n$")
        result = self.run_trireme("-n1", "--db=worker", url, "passes")
        self.assertEqual(result.code, 0, result.out + result.err)
        self.assertRegex(result.out, f"the database {name} of a dead run stays at .*: must be owner of database {name}\n")

    def test_a_session_that_does_not_end_is_not_waited_for_long(self):
        name = self.dead("maker")
        session = subprocess.Popen(["psql", "-X", "-d", self.server.url("maker", name), "-c", "SELECT pg_sleep(600)"], stderr=subprocess.DEVNULL)
        self.addCleanup(session.wait)
        process = lambda: self.server.ask(f"SELECT pid FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: E731
        self.assertTrue(wait_until(process))
        pid = int(process())
        os.kill(pid, signal.SIGSTOP)
        self.addCleanup(os.kill, pid, signal.SIGCONT)
        began = time.monotonic()
        self.assertRegex(self.db("gc", f"--db-url={self.server.url('maker')}").out, f"^{name} +stays: a session in the database .* cannot be ended\n$")
        self.assertLess(time.monotonic() - began, 4)

    def test_what_a_dead_run_prepared_goes(self):
        name = self.dead("postgres")
        self.server.ask("BEGIN; CREATE TABLE mine (); PREPARE TRANSACTION 'mine'", database=name)
        self.server.ask("CREATE SUBSCRIPTION \"my own\" CONNECTION 'host=/nowhere' PUBLICATION mine WITH (connect = false)", database=name)
        self.server.ask("ALTER SUBSCRIPTION \"my own\" ENABLE", database=name)
        self.server.ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.assertRegex(self.db("gc", f"--db-url={self.server.url()}").out, f"^{name} +dropped\n$")
        self.assertEqual(self.server.of_runs(), set())

    def test_psql_opens_one(self):
        process, name = self.start_hanging()
        done = subprocess.run(self.command("db", "psql", name, f"--db-url={self.server.tcp_url()}"), cwd=self.cwd, env=self.environment(),
                              input="SELECT current_database();", capture_output=True, text=True, check=False)  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(name, done.stdout)
        process.terminate()
        process.communicate(timeout=30)

    def test_psql_reads_the_terminal(self):
        hanging, name = self.start_hanging()
        control, terminal = pty.openpty()
        process = self.start("db", "psql", name, f"--db-url={self.server.tcp_url()}", env={"TERM": "dumb", "PAGER": ""}, stdin=terminal,
                             stdout=terminal, stderr=terminal, start_new_session=True,
                             preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))  # fmt: skip
        self.addCleanup(process.kill)
        os.close(terminal)
        os.write(control, b"SELECT 'forty' || '-two';\n\\q\n")
        output = b""
        while select.select([control], [], [], 20)[0]:
            try:
                output += os.read(control, 65536)
            except OSError:  # the other side is closed
                break
        os.close(control)
        self.assertIn(b"forty-two", output)
        self.assertEqual(process.wait(timeout=10), 0, output)
        hanging.terminate()
        hanging.communicate(timeout=30)

    def test_a_server_that_refuses_is_one_sentence(self):
        for verb in ("list", "gc"):
            self.assertRegex(self.db(verb, f"--db-url={self.server.tcp_url(password='wrong')}", code=4).err, "^ERROR: cannot use .*\n$")
        self.assertIn("no server is named", self.db("drop", "a", "--db-url=own", code=4).err)


class AStartedServer(DatabaseManage):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.run_trireme, "db", "stop")

    def run_on_it(self, *args):
        return self.run_reported("-n2", "--db-schema=schema.sql", "--dist=each", *args, "database", "-k", "row_count")

    def test_is_used_by_runs_until_it_is_stopped(self):
        self.assertNotIn(" at /", self.run_on_it().out)
        url = self.db("start").out.strip()
        self.assertEqual(self.db("start").out.strip(), url)
        (directory,) = self.server_directories()
        for origin in ("template built\n", "template from the server\n"):
            result = self.run_on_it()
            self.assertEqual(result.code, 0, result.out + result.err)
            self.assertRegex(result.out, f"PostgreSQL [0-9.]+ at {directory}, a database for each worker, {origin}")
        self.assertEqual(self.server_directories(), [directory])
        self.assertRegex(self.db("list").out, f"^on the server at {directory}:\ntrireme_template_[0-9a-f]{{16}} +template\n$")
        self.assertNotIn(" at /", self.run_on_it("--db-url=own").out)
        self.assertEqual(self.server_directories(), [directory])
        self.db("stop")
        self.check_nothing_left()
        self.assertIn("no server is running", self.db("stop", code=4).err)
        self.assertNotIn(" at /", self.run_on_it().out)

    def test_one_that_was_killed_is_not_missed(self):
        self.db("start")
        for pid, command in self.servers():
            if b"postgres\0-D" in command:
                os.kill(pid, signal.SIGQUIT)
        self.assertTrue(wait_until(lambda: not self.servers()))
        self.assertEqual(self.run_on_it().code, 0)
        self.check_nothing_left()

    def test_a_start_that_is_killed_can_be_stopped(self):
        for delay in (0.05, 0.1, 0.2, 0.4):
            process = self.start("db", "start")
            time.sleep(delay)
            process.kill()
            process.communicate(timeout=20)
            self.run_trireme("db", "stop")
            self.assertTrue(wait_until(lambda: not self.servers()), self.servers())
        self.assertEqual(self.run_on_it().code, 0)
        self.check_nothing_left()

    def test_what_the_server_writes_is_shown_with_a_failure(self):
        self.db("start")
        self.assertIn("Server log", self.run_reported("-n1", "--db-schema=schema.sql", "database", "-k", "complains").out)


if __name__ == "__main__":
    unittest.main()
