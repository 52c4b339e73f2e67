"""How often programs are started: once for listing and running, and once a worker that runs them."""

import os
import pathlib
import shutil
import time
import unittest

from harness import PROGRAMS, Case

BINARIES = 100


class Starts(Case):
    def setUp(self):
        super().setUp()
        self.noted = self.directory / "starts"
        long_ago = time.time() - 3600
        for i in range(BINARIES):
            program = self.cwd / f"program{i}"
            shutil.copy(pathlib.Path(PROGRAMS) / "notes_start", program)
            os.utime(program, (long_ago, long_ago))

    def count_starts(self, *args, cached=False):
        """How often the programs came to their static initialisers in a run of all."""
        if not cached:
            shutil.rmtree(self.directory / "cache", ignore_errors=True)
        self.noted.write_text("")
        result = self.run_reported(*args, ".", env={"START_LOG": str(self.noted)})
        self.assertEqual(set(result.outcomes().values()), {"passed"}, result.out)
        return len(self.noted.read_text().splitlines())

    def test_one_start_lists_and_runs(self):
        for workers in ("-n1", "-n2"):
            self.assertEqual(self.count_starts(workers, "-k", "one"), BINARIES)
            self.assertEqual(self.count_starts(workers, "-k", "one", "--launcher=exec"), 2 * BINARIES)

    def test_without_a_listing_a_server_is_started(self):
        self.count_starts()
        self.assertEqual(self.count_starts("-n1", "-k", "one", cached=True), BINARIES, "one process each")
        self.assertEqual(self.count_starts("-n1", "--isolation=test", cached=True), BINARIES, "two processes each")
        self.assertEqual(self.count_starts("-n1", "--isolation=test", "--launcher=exec", cached=True), 2 * BINARIES)

    def test_listing_alone_starts_no_servers(self):
        self.noted.write_text("")
        self.run_trireme("--collect-only", ".", env={"START_LOG": str(self.noted)})
        self.assertEqual(len(self.noted.read_text().splitlines()), BINARIES)


if __name__ == "__main__":
    unittest.main()
