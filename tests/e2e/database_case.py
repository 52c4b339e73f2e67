"""For tests with databases: a cache that the tests of a file share, and what a run may leave nothing of."""

import os
import pathlib
import tempfile

from harness import Case, text_of

SCHEMA = """
CREATE TABLE words (id serial PRIMARY KEY, greek text UNIQUE);
INSERT INTO words (greek) VALUES ('alpha');
CREATE SEQUENCE numbers;
CREATE TABLE doomed (id int);
"""


class DatabaseCase(Case):
    @classmethod
    def setUpClass(cls):
        kept = tempfile.TemporaryDirectory(prefix="trireme_e2e_cache_")
        cls.addClassCleanup(kept.cleanup)
        cls.cache = kept.name

    def setUp(self):
        super().setUp()
        memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self.temp = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="trireme_e2e_", dir=memory)))
        self.temp.chmod(0o711)  # the server's user comes through it
        (self.cwd / "schema.sql").write_text(SCHEMA)

    def environment(self, **more):
        meeting = str(self.directory / "meeting")
        return super().environment(**{"XDG_CACHE_HOME": self.cache, "TMPDIR": str(self.temp), "MEETING_PLACE": meeting, **more})

    def servers(self):
        """The postgres processes of this test's runs."""
        found = []
        for each in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if str(self.temp).encode() in (each / "cmdline").read_bytes() + (each / "environ").read_bytes():
                    found.append((int(each.name), (each / "cmdline").read_bytes()))
            except OSError:
                continue
        return found

    def server_directories(self):
        return list(self.temp.glob("trireme-db-*"))

    def unused_shared_memory(self):
        """The segments that no process uses, by number; those of other runs come and go."""
        lines = pathlib.Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
        return {line.split()[1] for line in lines if line.split()[6] == "0"} | self.unmapped_files()

    def unmapped_files(self):
        """PostgreSQL's files in memory that no process has mapped."""
        files = {str(each) for each in pathlib.Path("/dev/shm").glob("PostgreSQL.*")}
        for each in pathlib.Path("/proc").glob("[0-9]*") if files else ():
            try:
                text = (each / "maps").read_text(errors="replace")
            except OSError:
                continue
            files = {file for file in files if file not in text}
        return files

    def check_nothing_left(self):
        self.assertEqual(self.server_directories(), [])
        self.assertEqual(self.servers(), [])

    def reasons(self, result, outcome):
        return {text_of(each.get("reason", "")) for each in result.of("test_finished") if each["outcome"] == outcome}
