"""A PostgreSQL server that is there before trireme is, with a database of somebody's and roles of several kinds."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from database_case import DatabaseCase

PASSWORD = "s3cr/et@:%w"
PASSWORD_IN_URL = "s3cr%2Fet%40%3A%25w"
SETUP = f"""
CREATE ROLE maker LOGIN CREATEDB PASSWORD '{PASSWORD}';
CREATE ROLE plain LOGIN PASSWORD '{PASSWORD}';
CREATE DATABASE mine OWNER maker;
"""
HBA = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


def bindir():
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name))
    return str(versions[-1]) if versions else os.path.dirname(os.path.realpath(shutil.which("postgres")))


def as_user():
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class GivenServer:
    def __init__(self, **settings):
        memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self.kept = tempfile.TemporaryDirectory(prefix="given_", dir=memory, ignore_cleanup_errors=True)
        self.directory = pathlib.Path(self.kept.name)
        if os.geteuid() == 0:
            shutil.chown(self.directory, "postgres", "postgres")
        self.port = free_port()
        self.run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8")
        (self.data / "pg_hba.conf").write_text(HBA)
        self.settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": self.directory, "port": self.port,
                         "fsync": "off", "autovacuum_naptime": "1h", "log_line_prefix": "%m [%p] [%d] %a: ", **settings}  # fmt: skip
        self.start()
        self.ask(SETUP)

    @property
    def data(self):
        return self.directory / "data"

    def run(self, program, *args):
        subprocess.run([f"{bindir()}/{program}", *map(str, args)], check=True, capture_output=True, cwd="/", **as_user())

    def start(self):
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.directory / "log", "ab") as log:
            self.process = subprocess.Popen([f"{bindir()}/postgres", "-D", str(self.data), *options], stdout=log, stderr=log, cwd="/",
                                            **as_user())  # fmt: skip
        for _ in range(1000):
            if self.psql("SELECT 1").returncode == 0:
                return
            time.sleep(0.02)
        raise RuntimeError((self.directory / "log").read_text())

    def stop(self, number=signal.SIGQUIT):
        self.process.send_signal(number)
        self.process.wait()

    def close(self):
        self.stop()
        self.kept.cleanup()

    def psql(self, sql, database="postgres", user="postgres"):
        command = ["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-h", str(self.directory), "-p", str(self.port), "-U", user, "-d", database]
        return subprocess.run(command, input=sql, capture_output=True, text=True, check=False)

    @contextlib.contextmanager
    def stopped_session(self):
        """One of somebody's, in the database "mine", of which the server's process stands still."""
        command = ["psql", "-X", "-At", "-h", str(self.directory), "-p", str(self.port), "-U", "postgres", "-d", "mine"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
            client.stdin.write("SELECT pg_backend_pid();\n")
            client.stdin.flush()
            process = int(client.stdout.readline())
            os.kill(process, signal.SIGSTOP)
            try:
                yield
            finally:
                os.kill(process, signal.SIGCONT)
                client.stdin.close()

    def ask(self, sql, **where):
        done = self.psql(sql, **where)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def lost_sessions(self):
        """What its log says of sessions that were refused or ended, and of processes that crashed."""
        words = ("FATAL", "PANIC", "terminated by signal", "terminating", "lost")
        return [line for line in (self.directory / "log").read_text(errors="replace").splitlines() if any(word in line for word in words)]

    def databases(self):
        return set(self.ask("SELECT datname FROM pg_database").split())

    def of_runs(self):
        """Databases of ours, templates that stay aside."""
        return {each for each in self.databases() if each.startswith("trireme_") and not each.startswith("trireme_template_")}

    def sessions(self):
        return self.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'trireme%'")

    def url(self, user="postgres", database="mine"):
        """By the socket, where everybody is trusted."""
        return f"postgresql://{user}@/{database}?host={self.directory}&port={self.port}"

    def tcp_url(self, user="maker", password=PASSWORD_IN_URL, database="mine"):
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"


class GivenServerCase(DatabaseCase):
    """With a server for all tests of the class."""

    settings = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = GivenServer(**cls.settings)
        cls.addClassCleanup(cls.server.close)
