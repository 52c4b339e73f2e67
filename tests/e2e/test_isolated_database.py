"""IsolatedDatabase of trireme/postgres.h: in each mode, and of a test that crashes nothing stays on a server that is given."""

import unittest

from database_case import DatabaseCase
from given_server import GivenServer

OURS = "SELECT datname FROM pg_database WHERE datname ~ '^trireme_' AND datname !~ '^trireme_template_'"


class IsolatedDatabase(DatabaseCase):
    def setUp(self):
        super().setUp()
        self.link("isolated")

    def check_outcomes(self, result):
        self.assertEqual({name.rpartition(".")[2]: outcome for name, outcome in result.outcomes().items()},
                         {"is_like_the_template": "passed", "belongs_to_the_run": "passed", "is_left_by_a_crash": "crashed"},
                         result.out + result.err)  # fmt: skip

    def test_on_our_own_server(self):
        for mode in ("worker", "shared", "test", "cluster"):
            with self.subTest(mode):
                self.check_outcomes(self.run_reported("-n2", f"--db={mode}", "--db-schema=schema.sql", "isolated"))
                self.check_nothing_left()

    def test_on_a_given_server(self):
        server = GivenServer()
        self.addCleanup(server.close)
        for url in (server.url(), server.tcp_url()):
            with self.subTest(url):
                self.check_outcomes(self.run_reported("-n2", "--db-schema=schema.sql", f"--db-url={url}", "isolated"))
                self.assertEqual(server.ask(OURS), "")


if __name__ == "__main__":
    unittest.main()
