"""The runner is killed at random moments, by seed, while it makes databases or tests use them: on a server of its own, and on a
given one, where other runs live. The next run finds and removes all that is dead, and nothing of those that live.

200 seeds by default; SEEDS=1000 does more, and SEED=17 that one."""

import os
import pathlib
import random
import signal
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

import trial
from test_kills import CLEANED, SETTLED, Victim, kill
from trial import NO_LEAK_CHECK, PATIENCE, Trial, wait_for, wait_until

from given_server import GivenServer
from harness import children

trial.CPU = 20  # seconds: initdb computes too
if os.path.isdir("/dev/shm"):
    tempfile.tempdir = "/dev/shm"

SEEDS = range(int(os.environ["SEED"]), int(os.environ["SEED"]) + 1) if os.environ.get("SEED") else range(int(os.environ.get("SEEDS", "200")))
KINDS = ("guard", "controller", "both")
OPTIONS = ((), ("--db-rebuild",), ("--db=shared",), ("--isolation=test", "--db-rebuild"), ("--db-command=sleep 0.05",))
WINDOW = 1.2  # seconds; a run takes about half of one, and more when a template is built
SCHEMA = "CREATE TABLE words (id serial PRIMARY KEY, greek text);\nSELECT pg_sleep(0.05);\n"
OURS = "SELECT datname FROM pg_database WHERE datname ~ '^trireme_[0-9a-f]{16}_'"


class DatabaseTrial(Trial):
    def __init__(self, cache, url, *options):
        super().__init__(("passes",), "-n2", "--db-schema=schema.sql", f"--db-url={url}", *options)
        self.cache = cache
        (self.directory / "cwd" / "schema.sql").write_text(SCHEMA)
        for each in (self.directory, self.directory / "tmp"):
            each.chmod(0o711)  # the server's user comes through

    def environment(self):
        return {**super().environment(), **({"XDG_CACHE_HOME": self.cache} if self.cache else {})}

    def run_again(self):
        """The next run, undisturbed; what was wrong with it."""
        self.start()
        code, _ = wait_for(self.process.pid, 2 * PATIENCE) or (None, 0)
        self.process.returncode = code
        return [] if code == 0 else [f"the next run ended with {code}"]


class DatabaseKills(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = GivenServer(max_connections=200)
        cls.addClassCleanup(cls.server.close)
        cls.cache = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="trireme_fault_cache_"))

    def problems_of(self, seed):
        chance = random.Random(seed)
        given, kind = seed % 2 == 1, KINDS[seed // 2 % len(KINDS)]
        cache = self.cache if given or chance.random() < 0.7 else None
        trial = DatabaseTrial(cache, self.server.url(chance.choice(("maker", "postgres"))) if given else "own", *chance.choice(OPTIONS))
        try:
            guard = trial.start(NO_LEAK_CHECK).pid
            time.sleep(chance.uniform(0, WINDOW))
            makers = children(guard)
            getattr(Victim, kind)(guard, chance)
            problems = self.after(trial, kind, makers)
            lost = self.server.lost_sessions()[-20:] if problems else []
            return [f"{kind}, {trial.options}:", *problems, trial.said()[-2000:], *lost] if problems else []
        finally:
            trial.close()

    def after(self, trial, kind, makers):
        problems = trial.finish()
        time.sleep(SETTLED if kind == "both" else 0)
        problems += trial.run_again()
        trial.settle(CLEANED)
        trial.code = 0
        for maker in makers:
            left = self.server.ask(f"{OURS} AND shobj_description(oid, 'pg_database') LIKE '% of process {maker} on %'")
            problems += [f"left on the server: {left}"] if left else []
        return problems + trial.check_remains()

    def server_problems_of(self, seed):
        """Not the runner, its server is killed."""
        chance = random.Random(seed)
        trial = DatabaseTrial(self.cache, "own", *chance.choice(OPTIONS))
        try:
            trial.start()
            time.sleep(chance.uniform(0, WINDOW))
            number = chance.choice((signal.SIGKILL, signal.SIGQUIT, signal.SIGTERM))
            servers = [pid for pid, command in trial.processes() if b"postgres\0-D" in command]
            for each in servers[:1]:
                kill(each, number)
            problems = trial.check()
            return [f"{number}, {trial.options}:", *problems, trial.said()[-2000:]] if problems else []
        finally:
            trial.close()

    def test_no_test_passes_without_its_server_and_nothing_is_left(self):
        with ThreadPoolExecutor(2 * os.cpu_count()) as pool:
            for seed, problems in zip(SEEDS, pool.map(self.server_problems_of, SEEDS)):
                with self.subTest(seed=seed):
                    self.assertEqual("\n".join(problems), "")

    def start_sibling(self):
        sibling = DatabaseTrial(self.cache, self.server.url("maker"))
        self.addCleanup(sibling.close)
        (sibling.directory / "cwd" / "hangs").symlink_to(pathlib.Path(os.environ["PROGRAMS"]) / "hangs")
        sibling.programs = ("hangs",)
        process = sibling.start()
        self.addCleanup(process.kill)
        self.assertTrue(wait_until(lambda: len(self.server.of_runs()) == 2), sibling.said())
        return process

    def test_the_next_run_removes_what_is_dead_and_nothing_else(self):
        sibling = self.start_sibling()
        alive = self.server.of_runs()
        with ThreadPoolExecutor(2 * os.cpu_count()) as pool:
            for seed, problems in zip(SEEDS, pool.map(self.problems_of, SEEDS)):
                with self.subTest(seed=seed):
                    self.assertEqual("\n".join(problems), "")
        self.assertIsNone(sibling.poll())
        self.assertEqual(self.server.of_runs(), alive)
        self.assertEqual(self.server.ask("SELECT datname FROM pg_database WHERE datname LIKE 'trireme_template%' AND datallowconn"), "")
        sibling.send_signal(signal.SIGTERM)
        wait_for(sibling.pid, 60)
        sibling.returncode = 0
        self.assertEqual(self.server.of_runs(), set())


if __name__ == "__main__":
    unittest.main()
