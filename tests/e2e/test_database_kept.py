"""--db-keep: databases that stay after a run, on a given server or on disk, and what one sees in them."""

import subprocess
import unittest

from agreement import check_agreement
from given_server import GivenServerCase
from harness import TRIREME

SEEN = "SELECT count(*) FROM words WHERE greek = 'logos'"


class DatabaseKept(GivenServerCase):
    def setUp(self):
        super().setUp()
        self.link("database", "passes")

    def run_failing(self, *args, tests="unique_key or Connected and fails"):
        return self.run_reported("-n1", "--isolation=test", "--db-schema=schema.sql", *args, "database", "-k", tests)

    def kept(self, result):
        """The commands that open what was kept, and why; in the summary and in the log alike."""
        lines = result.of("run_finished")[0].get("kept", [])
        if not lines:
            self.assertNotIn("kept databases", result.out)
            return []
        self.assertIn("kept databases", result.out)
        self.assertIn("\n".join(lines), result.out)
        return [line.split("  # ") for line in lines]

    def ask(self, command, sql):
        """By the command as it was shown."""
        path = f"{TRIREME.rsplit('/', 1)[0]}:{self.environment()['PATH']}"
        done = subprocess.run(command, shell=True, cwd=self.cwd, env=self.environment(PATH=path, PSQLRC="/dev/null"),
                              input=f"\\pset tuples_only\n{sql};", capture_output=True, text=True, check=False)  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.split()[-1]

    def test_nothing_is_kept_unless_asked(self):
        for args in ((), ("--db-keep=none",)):
            self.assertEqual(self.kept(self.run_failing(*args)), [])
        self.assertEqual(self.kept(self.run_failing("--db-keep=failed", tests="row_count")), [])
        self.assertEqual(self.run_trireme("db", "list").out, "")

    def test_of_a_server_of_our_own_it_moves_to_disk(self):
        result = self.run_failing("--db-keep=failed")
        check_agreement(self, result)
        self.check_nothing_left()
        ((command, why),) = self.kept(result)
        self.assertRegex(command, "^trireme db psql trireme_[0-9a-f]{16}_gw0$")
        self.assertEqual(why, "database::Connected.fails failed")
        self.assertEqual(self.ask(command, SEEN), "1")
        self.ask(command, "DROP TABLE words")
        self.assertEqual(self.ask(command, SEEN), "1", "it is a copy that one sees")
        self.check_nothing_left()
        name = command.split()[-1]
        self.assertRegex(self.run_trireme("db", "list").out, f"on disk:\n{name} +kept: database::Connected.fails failed\n")
        self.assertEqual(self.run_trireme("db", "drop", name).code, 0)
        self.assertEqual(self.run_trireme("db", "list").out, "")
        self.assertEqual(self.run_trireme("db", "drop", name).code, 4)

    def test_on_a_given_server_it_stays(self):
        result = self.run_failing("--db-keep=failed", f"--db-url={self.server.url('maker')}")
        ((command, why),) = self.kept(result)
        self.assertEqual(why, "database::Connected.fails failed")
        self.assertEqual(self.ask(command, SEEN), "1")
        kept = self.server.of_runs()
        self.assertEqual(len(kept), 1)
        self.run_trireme("--db=worker", f"--db-url={self.server.url('maker')}", "passes")
        given = f"--db-url={self.server.tcp_url()}"
        self.assertEqual(self.run_trireme("db", "gc", given).code, 0)
        self.assertEqual(self.server.of_runs(), kept, "it is not taken for a dead run's")
        (name,) = kept
        self.assertRegex(self.run_trireme("db", "list", given).out, f"{name} +kept: database::Connected.fails failed\n")
        self.assertEqual(self.run_trireme("db", "drop", name, given).code, 0)
        self.assertEqual(self.server.of_runs(), set())

    def test_no_password_is_shown(self):
        result = self.run_failing("--db-keep=all", f"--db-url={self.server.tcp_url()}")
        ((command, _),) = self.kept(result)
        self.assertRegex(command, r"^psql 'postgresql://maker@127\.0\.0\.1:\d+/trireme_[0-9a-f]{16}_gw0'$")
        self.run_trireme("db", "drop", command.split("/")[-1].strip("'"), f"--db-url={self.server.url()}")

    def test_all_of_them(self):
        result = self.run_reported("-n3", "--db-schema=schema.sql", "--db-keep=all", "--dist=each", "passes")
        commands = self.kept(result)
        self.assertEqual({why for _, why in commands}, {"by --db-keep=all"})
        self.assertEqual({command[-4:] for command, _ in commands}, {"_gw0", "_gw1", "_gw2"})
        self.assertEqual(self.ask(commands[1][0], SEEN), "0")
        for command, _ in commands:
            self.assertEqual(self.run_trireme("db", "drop", command.split()[-1]).code, 0)


if __name__ == "__main__":
    unittest.main()
